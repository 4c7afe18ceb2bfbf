from datetime import UTC, datetime

import pytest

from local.intelligence.domain.place import notes_of, same_name, stable_source_id
from tests.local.intelligence.places import place


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Cut & Curl", "CUT AND CURL", True),
        ("Cut", "Curl", False),
        (None, None, False),
        ("Cut", None, False),
        ("!!", "??", False),
    ],
)
def test_names_are_the_same_only_where_there_are_names(
    name: str | None, other: str | None, is_same: bool
) -> None:
    assert same_name(name, other) is is_same


def test_an_id_is_stable_and_tells_places_apart() -> None:
    ids = {
        stable_source_id("Cut & Curl", 12.5, 77.5),
        stable_source_id("CUT AND CURL", 12.5, 77.5),
        stable_source_id("Cut & Curl", 12.500001, 77.5),
        stable_source_id(None, 12.5, 77.5),
    }
    assert len(ids) == 3


def test_places_without_an_import_are_noted_once_a_source() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    places = [place("1"), place("2"), place("1", source="file")]
    notes = notes_of(places, at)
    assert [(note.evidence, note.imported_at) for note in notes] == [
        ("place_source:file", at),
        ("place_source:osm", at),
    ]
