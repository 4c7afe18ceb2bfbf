import math
import random

import pytest

from enterprise.market_intelligence.domain.observation import Metric, Observation
from enterprise.market_intelligence.domain.ratio import (
    cost_per_outcome,
    ratio_interval,
    return_on_spend,
)
from enterprise.market_intelligence.domain.series import series_by_channel
from enterprise.market_intelligence.domain.source import Source
from shared.evidence import Figure
from tests.enterprise.market_intelligence.made_up import LATEST, MONDAY, channel_days

SOURCE = Source(LATEST, ("test:1",))
TRUE_COST = 300.0


def figure(rows: list[Observation], metric: Metric) -> Figure:
    series, _ = series_by_channel(rows)
    if metric is Metric.REVENUE:
        return return_on_spend(series, SOURCE)
    return cost_per_outcome(series, metric, SOURCE)


@pytest.mark.parametrize(
    ("metric", "value", "unit"),
    [
        (Metric.IMPRESSIONS, 100.0, "INR per 1000 impressions"),
        (Metric.CLICKS, 2.5, "INR per click"),
        (Metric.CONVERSIONS, 40.0, "INR per conversion"),
        (Metric.REVENUE, 3.0, "INR per INR"),
    ],
)
def test_a_ratio_is_in_the_unit_people_read(metric: Metric, value: float, unit: str) -> None:
    row = Observation(MONDAY, "a", 10_000, 1_000, 40, 2_500_000, 30_000)
    found = figure([row], metric)
    assert (found.value, found.unit, found.n, found.low) == (value, unit, 1, None)


def test_rows_that_know_only_one_side_do_not_count() -> None:
    rows = [
        Observation(MONDAY, "a", 10_000, clicks=10),
        Observation(MONDAY, "b", 990_000),
    ]
    assert figure(rows, Metric.CLICKS).value == 10


@pytest.mark.parametrize(
    ("row", "metric", "reason"),
    [
        (Observation(MONDAY, "a", 100), Metric.CLICKS, "not_reported"),
        (Observation(MONDAY, "a", 100), Metric.REVENUE, "not_reported"),
        (Observation(MONDAY, "a", 100, clicks=0), Metric.CLICKS, "no_outcome"),
        (Observation(MONDAY, "a", 0, revenue_paise=5), Metric.REVENUE, "no_spend"),
    ],
)
def test_a_ratio_that_cannot_be_is_null_with_its_reason(
    row: Observation, metric: Metric, reason: str
) -> None:
    found = figure([row], metric)
    assert (found.value, found.reason) == (None, reason)


def test_eight_weeks_make_an_interval_around_the_value() -> None:
    found = figure(channel_days("a", 1, days=56), Metric.CONVERSIONS)
    assert isinstance(found.value, float)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert figure(channel_days("a", 1, days=49), Metric.CONVERSIONS).low is None


def test_a_ratio_that_never_changes_is_certain() -> None:
    assert ratio_interval([(10, 2), (20, 4), (5, 1)] * 4) == (5, 5)


def test_a_handful_of_outcomes_makes_no_interval() -> None:
    rows = [
        Observation(row.day, "a", row.spend_paise, conversions_millionths=50_000)
        for row in channel_days("a", 1)
    ]
    assert figure(rows, Metric.CONVERSIONS).low is None


def weekly_pairs(chance: random.Random, weeks: int, correlation: float) -> list[tuple[int, int]]:
    """Weeks of a channel whose cost is TRUE_COST in the long run and hangs on the day before."""
    state, pairs = chance.gauss(0, 1), list[tuple[int, int]]()
    for _ in range(weeks):
        spend = outcomes = 0
        for _ in range(7):
            state = correlation * state + math.sqrt(1 - correlation**2) * chance.gauss(0, 1)
            today = round(1_000 * math.exp(0.4 * chance.gauss(0, 1)))
            rate = today / TRUE_COST * math.exp(0.3 * state - 0.3**2 / 2)
            spend += today
            outcomes += max(0, round(chance.gauss(10 * rate, math.sqrt(10 * rate))))
        pairs.append((spend * 10, outcomes))
    return pairs


@pytest.mark.parametrize("correlation", [0.0, 0.6])
@pytest.mark.parametrize("weeks", [12, 40])
def test_the_interval_holds_the_truth_nineteen_times_in_twenty(
    weeks: int, correlation: float
) -> None:
    chance = random.Random(2)
    runs = 500
    held = 0
    for _ in range(runs):
        low, high = ratio_interval(weekly_pairs(chance, weeks, correlation))
        held += low <= TRUE_COST <= high
    assert 0.92 <= held / runs <= 0.985
