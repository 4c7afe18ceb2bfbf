from dataclasses import dataclass
from datetime import timedelta

import pytest

from shared.jobs.errors import JobNotStorableError
from shared.jobs.schedule import Every


@dataclass(frozen=True, slots=True)
class SweepUp:
    corner: str = "north"


@pytest.mark.parametrize(
    "period",
    [timedelta(0), timedelta(seconds=-5), timedelta(milliseconds=999), timedelta(seconds=1.5)],
)
def test_a_period_that_no_worker_could_keep_is_refused(period: timedelta) -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        Every(period, SweepUp())


def test_what_no_row_could_hold_is_refused_at_once() -> None:
    with pytest.raises(JobNotStorableError):
        Every(timedelta(minutes=1), object())


def test_turns_of_different_jobs_and_periods_are_told_apart() -> None:
    hourly = Every(timedelta(hours=1), SweepUp())
    assert (hourly.period_seconds, hourly.expression) == (3600, "3600 s")
    assert hourly.name != Every(timedelta(hours=1), SweepUp("south")).name
    assert hourly.name == Every(timedelta(hours=2), SweepUp()).name
    assert hourly.stored.name == "SweepUp"
