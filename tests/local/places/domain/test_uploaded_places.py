from collections import Counter

import pytest

from local.places.domain.coverage import coverage_of
from local.places.domain.label import ImportLabel
from local.places.domain.place import Place
from local.places.domain.place_changes import Scope
from local.places.domain.place_file import ReadPlaces
from local.places.domain.uploaded_places import Release, UploadedPlaces
from tests.local.places.corner import north_of, place
from tests.local.places.domain.test_place_changes import MAP, TODAY

TOWN = [place("1"), place("2", latitude=north_of(500), name="Other")]


def uploaded(
    *places: Place,
    release: Release = Release.FULL,
    remark: str | None = None,
    unusable: frozenset[str] = frozenset(),
) -> UploadedPlaces:
    return UploadedPlaces(
        label=ImportLabel("osm", "ODbL-1.0", None),
        read=ReadPlaces(places=[*places], remark=remark, unusable_ids=set(unusable)),
        sha256="0" * 64,
        size_bytes=1,
        release=release,
    )


def test_a_full_release_covers_its_places() -> None:
    upload = uploaded(*TOWN)
    assert upload.coverage == coverage_of(TOWN)
    assert upload.why_partial is None
    assert upload.to_values()["covers"]["south"] == TOWN[0].latitude


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (uploaded(*TOWN, release=Release.PARTIAL), None),
        (uploaded(*TOWN, release=Release.PARTIAL, remark="timed out"), None),
        (uploaded(*TOWN, remark="timed out"), "timed out"),
        (uploaded(), "lists no place"),
    ],
)
def test_what_is_not_whole_covers_nothing(upload: UploadedPlaces, why: str | None) -> None:
    assert upload.coverage is None
    assert upload.to_values()["covers"] is None
    assert upload.why_partial == why or str(why) in str(upload.why_partial)


def test_a_place_whose_row_cannot_be_used_has_not_vanished() -> None:
    covered = coverage_of(TOWN)
    scope = Scope(
        label=MAP,
        covered=covered,
        covered_before=[covered] if covered else [],
        known=Counter(found.category for found in TOWN),
        released_on=TODAY,
    )
    middle = place("3", latitude=north_of(100), name="Middle")
    new = place("4", latitude=north_of(300), name="New")
    vanished = uploaded(*TOWN, new).compared_with([middle], {"4"}, scope)
    assert [change.kind for change in vanished.changes] == ["opened", "closed"]
    broken = uploaded(*TOWN, unusable=frozenset({"3"})).compared_with([middle], set(), scope)
    assert (broken.changes, broken.gone) == ([], [])
