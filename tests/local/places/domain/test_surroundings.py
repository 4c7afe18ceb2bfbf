from datetime import UTC, datetime

from local.places.domain.surroundings import notes_of
from tests.local.places.corner import place


def test_places_without_an_import_are_noted_once_a_source() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    places = [place("1"), place("2"), place("1", source="file")]
    notes = notes_of(places, at)
    assert [(note.evidence, note.imported_at) for note in notes] == [
        ("place_source:file", at),
        ("place_source:osm", at),
    ]
