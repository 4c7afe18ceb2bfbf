from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.clock import Clock, FixedClock, SystemClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_machines_clock_goes_forward_in_utc() -> None:
    clock: Clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier <= later
    assert earlier.utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_still() -> None:
    clock: Clock = FixedClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)


def test_a_fixed_clock_answers_in_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    now = FixedClock(datetime(2026, 11, 22, 17, 30, tzinfo=india)).now()
    assert (now, now.utcoffset()) == (NOON, timedelta(0))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(NOON.replace(tzinfo=None))
