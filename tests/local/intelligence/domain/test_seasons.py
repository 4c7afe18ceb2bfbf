from datetime import UTC, date, datetime

import pytest

from local.businesses.domain.state import State, state_named
from local.intelligence.domain.seasons import FestivalTables, seasonal_trends, window
from shared.evidence import Basis

NOW = datetime(2026, 10, 1, tzinfo=UTC)
TODAY = date(2026, 10, 1)
DIWALI = (date(2026, 11, 8), ("Diwali (Deepavali)", "Naraka Chaturdashi"))
EID = (date(2026, 10, 30), ("Some Day (estimated)",))


def tables(*days: tuple[date, tuple[str, ...]]) -> FestivalTables:
    return FestivalTables(days=days, first_year=2001, last_year=2035, version="tables@1")


def test_the_festivals_of_the_state_are_counted_from_today() -> None:
    found = seasonal_trends(TODAY, state_named("MH"), tables(EID, DIWALI), NOW)
    assert found.festivals is not None
    assert [(day.days_ahead, day.is_estimated) for day in found.festivals] == [
        (29, True),
        (38, False),
    ]
    assert found.festivals[0].names == ("Some Day",)
    assert found.festival_days.value == 2
    assert found.festival_days.basis is Basis.BENCHMARK
    assert found.festival_days.evidence == ("tables@1",)
    assert (found.state, found.state_name) == ("MH", "Maharashtra")
    assert found.uplift.value is None


def test_sixty_days_without_a_festival_are_a_count_of_none() -> None:
    found = seasonal_trends(TODAY, state_named("MH"), tables(), NOW)
    assert (found.festivals, found.festival_days.value) == ((), 0)


@pytest.mark.parametrize(
    ("today", "state", "reason"),
    [
        (TODAY, None, "insufficient_data"),
        (date(2000, 12, 31), state_named("MH"), "calendar_ends"),
        (date(2035, 11, 3), state_named("MH"), "calendar_ends"),
        (date(9999, 12, 31), state_named("MH"), "calendar_ends"),
    ],
)
def test_what_the_calendar_does_not_know_is_null_with_its_reason(
    today: date, state: State | None, reason: str
) -> None:
    found = seasonal_trends(today, state, tables(), NOW)
    assert found.festivals is None
    assert found.festival_days.value is None
    assert found.festival_days.reason == reason


def test_the_last_window_of_the_tables_is_known() -> None:
    found = seasonal_trends(date(2035, 11, 1), state_named("MH"), tables(), NOW)
    assert found.festival_days.value == 0


def test_the_window_ends_where_the_calendar_of_the_world_does() -> None:
    assert window(TODAY) == (TODAY, date(2026, 11, 30))
    assert window(date(9999, 12, 31)) == (date.max, date.max)
