"""How long work takes is the median of enough timings, else the owner's word, else unknown."""

from datetime import date, timedelta

import pytest

from local.automation.domain.baseline import (
    BEFORE_ENDS_AFTER,
    LEAST_SAMPLES,
    Baseline,
    Sample,
    SampleMethod,
    baselines,
    median_range,
)

FIRST = date(2026, 11, 1)
LATE = FIRST + BEFORE_ENDS_AFTER + timedelta(days=1)


def timed(*minutes: float, on: date = FIRST) -> list[Sample]:
    return [Sample(method=SampleMethod.TIMER, minutes=one, on=on) for one in minutes]


def told(minutes: float, per_week: float | None = None, on: date = FIRST) -> Sample:
    method = SampleMethod.OWNER_ESTIMATE
    return Sample(method=method, minutes=minutes, on=on, times_per_week=per_week)


def test_five_timings_go_before_the_owners_word() -> None:
    samples = timed(1.0, 2.0, 3.0, 4.0, 50.0)
    assert len(samples) == LEAST_SAMPLES
    found = baselines({"a": [*samples, told(9.0)]}, FIRST)["a"]
    assert (found.minutes, found.low, found.high) == (3.0, 1.0, 50.0)
    assert baselines({"a": [*samples[1:], told(9.0)]}, FIRST) == {"a": Baseline(minutes=9.0)}


def test_the_owners_last_word_counts_and_few_timings_are_none() -> None:
    assert baselines({"a": [told(5.0), told(7.0, 3.0)]}, FIRST)["a"] == Baseline(
        minutes=7.0, times_per_week=3.0
    )
    assert baselines({"a": timed(5.0), "b": []}, FIRST) == {}


@pytest.mark.parametrize(
    ("samples", "first_day", "was_done"),
    [
        (timed(*[3.0] * 5), FIRST, True),
        (timed(*[3.0] * 5, on=LATE), FIRST, False),
        ([*timed(*[3.0] * 5, on=LATE), told(4.0, on=LATE)], FIRST, True),
        (timed(*[3.0] * 5, on=LATE), None, True),
    ],
)
def test_work_timed_only_since_the_platform_came_was_not_done_before(
    samples: list[Sample], first_day: date | None, was_done: bool
) -> None:
    assert baselines({"a": samples}, first_day)["a"].was_done_before is was_done


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([5.0] * 5, 5.0, 5.0),
        ([float(n) for n in range(1, 12)], 3.0, 9.0),
        ([float(n) for n in range(1, 101)], 40.0, 61.0),
    ],
)
def test_the_range_of_a_median_narrows_with_samples(
    values: list[float], low: float, high: float
) -> None:
    assert median_range(values) == (low, high)
