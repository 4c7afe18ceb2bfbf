from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory
from local.places.domain.coverage import Coverage, FullRelease, coverage_of
from tests.local.places.corner import north_of, place

TWO = [place("1"), place("2", latitude=north_of(100), longitude=77.6)]


def test_a_release_covers_its_trades_in_the_box_of_its_places() -> None:
    covered = coverage_of(TWO)
    assert covered is not None
    assert all(covered.holds(found) for found in TWO)
    assert covered.holds(place("3", latitude=north_of(50)))
    assert not covered.holds(place("3", latitude=north_of(101)))
    assert not covered.holds(place("3", longitude=77.5))
    assert not covered.holds(place("3", category=BusinessCategory.CAFE))


def test_a_release_without_places_covers_nothing() -> None:
    assert coverage_of([]) is None


@given(metres=st.lists(st.floats(0, 10_000), min_size=1, max_size=5))
def test_a_coverage_is_stored_without_loss(metres: list[float]) -> None:
    covered = coverage_of(place(str(n), latitude=north_of(m)) for n, m in enumerate(metres))
    assert covered is not None
    assert Coverage.from_dict(covered.to_dict()) == covered


def test_a_release_is_cited_by_its_import() -> None:
    covered = coverage_of(TWO)
    assert covered is not None
    release = FullRelease(UUID(int=1), "osm", datetime(2026, 11, 1, tzinfo=UTC), covered)
    assert release.evidence == f"place_import:{UUID(int=1)}"
