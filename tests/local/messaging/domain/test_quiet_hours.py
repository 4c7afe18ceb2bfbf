"""Nobody is bothered between evening and morning, by the shop's clock."""

from datetime import UTC, datetime, time

import pytest

from local.messaging.domain.quiet_hours import QuietHours

QUIET = QuietHours()


def india(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=QuietHours().zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (india(20, 59), india(20, 59)),
        (india(21), india(9, day=27)),
        (india(23, 59), india(9, day=27)),
        (india(0), india(9)),
        (india(8, 59), india(9)),
        (india(9), india(9)),
    ],
)
def test_the_night_is_quiet(now: datetime, then: datetime) -> None:
    assert QUIET.next_allowed(now) == then


def test_an_afternoon_may_be_quiet_too() -> None:
    siesta = QuietHours(begins=time(13), ends=time(16))
    assert siesta.next_allowed(india(14)) == india(16)
    assert siesta.next_allowed(india(16)) == india(16)


def test_the_same_time_twice_is_never() -> None:
    assert QuietHours(begins=time(9), ends=time(9)).next_allowed(india(3)) == india(3)
