import random

import pytest

from enterprise.market_intelligence.domain.weekday import DAYS, Pattern, pattern_of


def pattern(weeks: list[list[int]]) -> Pattern:
    found = pattern_of(weeks)
    assert found is not None
    return found


def noisy_weeks(seed: int, weekend: float, weeks: int = 26) -> list[list[int]]:
    chance = random.Random(seed)
    return [
        [
            round(1_000 * chance.lognormvariate(0, 0.3) * (weekend if day > 4 else 1))
            for day in range(7)
        ]
        for _ in range(weeks)
    ]


def test_too_few_whole_weeks_have_no_pattern() -> None:
    assert pattern_of(noisy_weeks(1, 1)[:7]) is None
    assert pattern_of([[0] * 7] * 20) is None


def test_equal_days_are_no_pattern() -> None:
    found = pattern([[5] * 7] * 10)
    assert found.probability == 1
    assert [day.index for day in found.days] == [1] * 7


def test_a_weekend_is_found_with_its_size() -> None:
    found = pattern(noisy_weeks(2, 2.0, weeks=52))
    assert found.probability < 1e-6
    assert tuple(day.day for day in found.days) == DAYS
    for day in found.days:
        truth = (2 if day.day in {"saturday", "sunday"} else 1) * 7 / 9
        assert day.low - 0.05 < truth < day.high + 0.05
    assert sum(day.index for day in found.days) == pytest.approx(7)


def test_the_same_pattern_every_week_is_certain() -> None:
    found = pattern([[1, 1, 1, 1, 1, 3, 6]] * 10)
    assert [day.index for day in found.days] == pytest.approx([0.5] * 5 + [1.5, 3])
    assert all(day.low == pytest.approx(day.high) for day in found.days)


def test_growth_is_no_weekday_pattern() -> None:
    weeks = [[round(day * 1.05**week) for day in row] for week, row in enumerate(noisy_weeks(4, 1))]
    assert pattern(weeks).probability > 0.05


def test_chance_is_shrunk_away() -> None:
    for seed in range(5):
        spread = [abs(day.index - 1) for day in pattern(noisy_weeks(seed, 1)).days]
        assert max(spread) < 0.15


def test_noise_is_rarely_taken_for_a_pattern() -> None:
    runs = 300
    alarms = sum(pattern(noisy_weeks(seed, 1, 20)).probability < 0.05 for seed in range(runs))
    assert alarms / runs <= 0.08
