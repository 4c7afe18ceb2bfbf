import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprise.market_intelligence.domain.trend import FEWEST_WEEKS, MOST_WEEKS, Slope, slope_of


def slope(values: list[int]) -> Slope:
    found = slope_of(list(enumerate(values)))
    assert found is not None
    return found


def test_too_few_weeks_have_no_slope() -> None:
    assert slope_of([(week, week) for week in range(FEWEST_WEEKS - 1)]) is None


@given(st.integers(-50, 50), st.integers(0, 10**6), st.integers(FEWEST_WEEKS, MOST_WEEKS))
def test_a_straight_line_is_found_exactly(rise: int, start: int, weeks: int) -> None:
    found = slope([start + rise * week for week in range(weeks)])
    assert (found.per_week, found.low, found.high) == (rise, rise, rise)
    assert (found.probability < 0.01) == (rise != 0)


def test_one_odd_week_does_not_move_the_slope() -> None:
    values = [100 + 3 * week for week in range(30)]
    values[20] = 1_000_000
    assert slope(values).per_week == pytest.approx(3, abs=0.2)


def test_missing_weeks_are_not_taken_for_steps() -> None:
    found = slope_of([(week, 5 * week) for week in range(40) if week % 3])
    assert found is not None
    assert found.per_week == 5


def test_only_the_last_year_counts() -> None:
    values = [10_000 - 10 * week for week in range(100)] + list(range(MOST_WEEKS))
    assert slope(values).per_week == 1


@pytest.mark.parametrize("correlation", [0.0, 0.5])
def test_noise_is_rarely_taken_for_a_trend(correlation: float) -> None:
    chance = random.Random(3)
    runs, alarms, missed = 300, 0, 0
    for _ in range(runs):
        state, values = 0.0, list[int]()
        for _ in range(40):
            state = correlation * state + chance.gauss(0, 1)
            values.append(round(1_000 + 100 * state))
        found = slope(values)
        alarms += found.probability < 0.05
        missed += not found.low <= 0 <= found.high
    assert alarms / runs <= 0.09
    assert missed / runs <= 0.09


def test_a_real_trend_under_noise_is_found() -> None:
    chance = random.Random(9)
    found = slope([round(1_000 + 10 * week + chance.gauss(0, 50)) for week in range(40)])
    assert found.probability < 0.001
    assert found.low < 10 < found.high
