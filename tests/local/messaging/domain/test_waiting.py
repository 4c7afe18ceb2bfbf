"""How long a customer has waited: the clock runs always, or while the shop is open."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import OpeningHours
from local.messaging.domain.waiting import minutes_waited

INDIA = ZoneInfo("Asia/Kolkata")
# Thursday 26 November 2026, ten to eight in the evening and the day after ten in the morning.
WEEK = OpeningHours.from_dict(
    {day: [{"open": "10:00", "close": "20:00"}] for day in ("thursday", "friday")}
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=INDIA).astimezone(UTC)


@pytest.mark.parametrize(
    ("asked", "now", "minutes"),
    [
        (at(26, 12), at(26, 13, 30), 90),
        (at(26, 19, 30), at(26, 23), 30),
        (at(26, 19, 30), at(27, 10, 45), 75),
        (at(26, 23), at(27, 9), 0),
        (at(27, 19), at(30, 12), 60),
        (at(26, 12), at(26, 11), 0),
    ],
)
def test_the_night_and_days_off_do_not_count(asked: datetime, now: datetime, minutes: int) -> None:
    assert minutes_waited(asked, now, WEEK, INDIA) == minutes


def test_a_whole_week_counts_its_open_minutes() -> None:
    asked = at(26, 12)
    assert minutes_waited(asked, asked + timedelta(weeks=3), WEEK, INDIA) == 3 * 2 * 600


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_waiting_only_grows_and_never_faster_than_the_clock(first: int, more: int) -> None:
    asked = at(26, 12)
    before, after = asked + timedelta(minutes=first), asked + timedelta(minutes=first + more)
    waited = minutes_waited(asked, before, WEEK, INDIA)
    assert 0 <= minutes_waited(asked, after, WEEK, INDIA) - waited <= more
    assert minutes_waited(asked, before, None, INDIA) == first
