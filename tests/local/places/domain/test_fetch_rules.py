from datetime import UTC, datetime, timedelta
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location, LocationSource
from local.places.domain.distance import Circle, circle_area_km2
from local.places.domain.fetch_rules import (
    MOST_CALLS_AT_ONCE,
    PAUSE,
    FetchState,
    PastFetch,
    calls_left,
    check_pause,
    map_circle,
    own_circle,
    rival_types,
)
from local.places.domain.google_types import MOST_TYPES, google_types
from local.places.errors import (
    CallsUsedUpError,
    FetchedLatelyError,
    NoOwnCoordinatesError,
    NothingToLookForError,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MONTH_BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def past(state: FetchState, ago: timedelta, calls: int = 1) -> PastFetch:
    return PastFetch(state, NOW - ago, calls)


@pytest.mark.parametrize("source", LocationSource)
def test_only_the_shops_own_coordinates_are_looked_around(source: LocationSource) -> None:
    location = Location(latitude=12.9, longitude=77.5, source=source, state=None, note=None)
    if source is LocationSource.DECLARED:
        assert own_circle(location, 2.0) == Circle(12.9, 77.5, 2.0)
    else:
        with pytest.raises(NoOwnCoordinatesError):
            own_circle(location, 2.0)


@given(st.floats(0.1, 2.2))
def test_the_map_shows_twenty_squares_as_large_as_the_circle(radius_km: float) -> None:
    circle = map_circle(Circle(12.9, 77.5, radius_km))
    side = 2 * circle.radius_km
    assert side**2 / circle_area_km2(radius_km) >= 20
    assert circle_area_km2(1.0) == pi


@pytest.mark.parametrize(("radius_km", "reach_km"), [(0.1, 3), (1, 4.5), (2, 9), (5, 10), (20, 20)])
def test_the_map_is_neither_tiny_nor_a_state(radius_km: float, reach_km: float) -> None:
    assert map_circle(Circle(12.9, 77.5, radius_km)).radius_km == pytest.approx(reach_km)


@pytest.mark.parametrize(
    ("fetches", "is_refused"),
    [
        ([], False),
        ([past(FetchState.DONE, PAUSE - timedelta(seconds=1))], True),
        ([past(FetchState.DONE, PAUSE)], False),
        ([past(FetchState.FAILED, timedelta(minutes=1))], False),
        ([past(FetchState.FAILED, timedelta(0)), past(FetchState.DONE, timedelta(hours=1))], True),
    ],
)
def test_a_map_is_not_asked_for_twice_a_day(fetches: list[PastFetch], is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(FetchedLatelyError, match="Ask again after 2026-11-2"):
            check_pause(fetches, NOW)
    else:
        check_pause(fetches, NOW)


@pytest.mark.parametrize(
    ("calls", "monthly", "left"),
    [([], 200, MOST_CALLS_AT_ONCE), ([30, 30], 200, MOST_CALLS_AT_ONCE), ([60, 60, 60], 200, 20)],
)
def test_calls_are_bounded_by_the_month_and_by_the_fetch(
    calls: list[int], monthly: int, left: int
) -> None:
    fetches = [past(FetchState.DONE, timedelta(days=2), n) for n in calls]
    assert calls_left(fetches, MONTH_BEGAN, monthly) == left


def test_last_months_calls_are_forgotten() -> None:
    october = [past(FetchState.DONE, timedelta(days=40), 200)]
    assert calls_left(october, MONTH_BEGAN, 10) == 10
    with pytest.raises(CallsUsedUpError, match="10 searches"):
        calls_left([past(FetchState.DONE, timedelta(days=2), 10)], MONTH_BEGAN, 10)


@pytest.mark.parametrize("category", BusinessCategory)
def test_each_trade_has_types_of_googles_that_fit_in_one_search(category: BusinessCategory) -> None:
    if not rival_categories(category):
        with pytest.raises(NothingToLookForError):
            rival_types(category)
        return
    types = rival_types(category)
    assert 0 < len(types) <= MOST_TYPES
    assert types == sorted(set(types))


def test_a_type_is_counted_for_one_trade_only() -> None:
    counted = [word for trade in BusinessCategory for word in google_types([trade])]
    assert len(counted) == len(set(counted))
