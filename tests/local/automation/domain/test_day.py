"""A day begins by the shop's own clock, spread over all shops, and what is stale stays undone."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from local.automation.domain.day import (
    SPREAD,
    begun_day,
    delay_of,
    ends_at,
    moment_of,
    next_beginning,
    stale_at,
    starts_at,
)
from local.automation.domain.routines import ROUTINES, Routine, Weekday, routines_of

INDIA = ZoneInfo("Asia/Kolkata")
SHOP = UUID(int=7)
TODAY = date(2026, 11, 26)
MIDNIGHT_IN_INDIA = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


def test_the_day_rolls_at_half_past_six_in_the_evening_of_utc() -> None:
    begins = MIDNIGHT_IN_INDIA + delay_of(SHOP)
    assert begun_day(begins - timedelta(seconds=1), INDIA, SHOP) == TODAY - timedelta(days=1)
    assert begun_day(begins, INDIA, SHOP) == TODAY
    assert begun_day(begins, ZoneInfo("America/New_York"), SHOP) == TODAY - timedelta(days=1)


def test_the_next_day_begins_when_it_is_begun() -> None:
    now = datetime(2026, 11, 26, 9, tzinfo=UTC)
    beginning = next_beginning(now, INDIA, SHOP)
    assert beginning > now
    assert begun_day(beginning, INDIA, SHOP) == TODAY + timedelta(days=1)
    assert begun_day(beginning - timedelta(seconds=1), INDIA, SHOP) == TODAY


def test_shops_are_spread_evenly_and_each_keeps_its_moment() -> None:
    delays = [delay_of(uuid5(SHOP, str(number))) for number in range(400)]
    assert all(timedelta() <= delay < SPREAD for delay in delays)
    by_quarter = [
        sum(int(delay / SPREAD * 4) == quarter for delay in delays) for quarter in range(4)
    ]
    assert min(by_quarter) > 70
    assert delay_of(SHOP) == delay_of(SHOP)


@pytest.mark.parametrize("routine", [r for r, facts in ROUTINES.items() if facts.comes_on(TODAY)])
def test_every_shop_begins_before_a_routine_is_stale(routine: Routine) -> None:
    latest_start = moment_of(TODAY, ROUTINES[routine].earliest, INDIA) + SPREAD
    assert starts_at(routine, TODAY, INDIA, SHOP) <= latest_start < stale_at(routine, TODAY, INDIA)


def test_only_what_is_of_use_tomorrow_can_be_caught_up() -> None:
    assert stale_at(Routine.PUBLISH_POST, TODAY, INDIA) == moment_of(TODAY, time(20), INDIA)
    assert stale_at(Routine.READ_REVIEWS, TODAY, INDIA) > ends_at(TODAY, INDIA)
    assert ends_at(TODAY, INDIA) == MIDNIGHT_IN_INDIA + timedelta(days=1)


def test_weekly_work_comes_on_its_day_and_occasions_on_none() -> None:
    week = [TODAY + timedelta(days=number) for number in range(7)]
    found = [routine for day in week for routine in routines_of(day)]
    for routine, facts in ROUTINES.items():
        days = 0 if facts.comes_by_occasion else 1 if facts.weekday else 7
        assert found.count(routine) == days
    assert Routine.ADD_PHOTOS in routines_of(TODAY)
    assert ROUTINES[Routine.ADD_PHOTOS].weekday is Weekday.THURSDAY
