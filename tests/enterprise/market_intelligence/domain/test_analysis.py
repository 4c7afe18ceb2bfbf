import math
import random
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from enterprise.market_intelligence.domain.analysis import Analysis, analysis_of, features_used
from enterprise.market_intelligence.domain.movement import Direction
from enterprise.market_intelligence.domain.observation import Metric, Observation
from enterprise.market_intelligence.domain.series import series_by_channel
from shared.evidence import Basis, Figure
from tests.enterprise.market_intelligence.made_up import (
    MONDAY,
    changed,
    channel_days,
    clean_client,
    scaled_spend,
)

EVIDENCE = ("observation_data_version:7",)
WIRE = TypeAdapter(Analysis)


def analyse(rows: list[Observation]) -> Analysis:
    return analysis_of(rows, EVIDENCE)


def figures_in(value: Any) -> list[Figure]:
    """Every figure anywhere in an analysis."""
    if isinstance(value, Figure):
        return [value]
    parts: list[Any] = []
    if is_dataclass(value):
        parts = [getattr(value, item.name) for item in fields(value)]
    elif isinstance(value, dict):
        parts = list(cast("dict[str, Any]", value).values())
    elif isinstance(value, tuple):
        parts = list(cast("tuple[Any, ...]", value))
    return [each for part in parts for each in figures_in(part)]


def test_the_order_of_the_rows_does_not_change_a_byte() -> None:
    rows = clean_client()
    shuffled = random.Random(1).sample(rows, len(rows))
    assert WIRE.dump_json(analyse(rows)) == WIRE.dump_json(analyse(shuffled))


def test_every_figure_says_where_it_comes_from_or_what_is_missing() -> None:
    rows = [*clean_client(), Observation(MONDAY + timedelta(3), "new", 5)]
    figures = figures_in(analyse(rows))
    assert len(figures) > 100
    for figure in figures:
        assert figure.method.endswith("@1")
        if figure.value is None:
            assert figure.reason
            assert figure.missing
        else:
            assert figure.basis is Basis.MEASURED
            assert figure.evidence == EVIDENCE
            assert figure.n
            assert figure.as_of is not None


def test_totals_are_exact() -> None:
    rows = clean_client()
    analysis = analyse(rows)
    paise = sum(row.spend_paise for row in rows)
    assert analysis.overall.totals[Metric.SPEND].value == f"{paise // 100}.{paise % 100:02d}"
    assert analysis.overall.totals[Metric.CLICKS].value == sum(row.clicks or 0 for row in rows)


def test_parts_of_conversions_are_summed_without_error() -> None:
    rows = [Observation(MONDAY + timedelta(day), "a", 1, None, None, 100_000) for day in range(3)]
    assert analyse(rows).overall.totals[Metric.CONVERSIONS].value == 0.3


def test_a_repeated_row_counts_once() -> None:
    rows = [Observation(MONDAY, "a", 100), Observation(MONDAY, "a", 999)]
    analysis = analyse(rows)
    assert analysis.overall.totals[Metric.SPEND].value == "1.00"
    assert analysis.data.rows == 1


def test_growth_compares_whole_weeks() -> None:
    def spend_of(number: int) -> int:
        return 100 if number < 28 else 150

    rows = [Observation(MONDAY + timedelta(day), "a", spend_of(day)) for day in range(56 + 3)]
    growth = analyse(rows).channels[0].growth
    assert (growth[Metric.SPEND].value, growth[Metric.SPEND].n) == (50, 56)
    assert growth[Metric.CLICKS].reason == "not_reported"


def test_growth_from_nothing_is_unknown() -> None:
    rows = [Observation(MONDAY + timedelta(day), "a", 100 * (day >= 28)) for day in range(56)]
    assert analyse(rows).channels[0].growth[Metric.SPEND].reason == "nothing_to_compare_with"


def test_growth_over_a_gap_is_unknown() -> None:
    rows = changed(channel_days("a", 1), "a", range(150, 151), lambda _: None)
    assert analyse(rows).channels[0].growth[Metric.SPEND].reason == "insufficient_data"


@pytest.mark.parametrize("days", [range(150), range(150, 182)])
def test_growth_of_all_is_unknown_while_channels_come_and_go(days: range) -> None:
    rows = changed(clean_client(), "mail", days, lambda _: None)
    growth = analyse(rows).overall.growth
    assert growth[Metric.SPEND].reason == "channels_changed"
    assert "mail" in (growth[Metric.SPEND].missing or "")


def test_growth_of_all_ignores_channels_long_gone() -> None:
    rows = changed(clean_client(), "mail", range(60, 182), lambda _: None)
    assert analyse(rows).overall.growth[Metric.SPEND].value is not None


def test_a_channel_without_the_column_is_left_out_of_the_sum() -> None:
    rows = changed(clean_client(), "mail", range(182), lambda row: replace(row, revenue_paise=None))
    analysis = analyse(rows)
    assert analysis.overall.growth[Metric.REVENUE].value is not None
    assert analysis.overall.return_on_spend.n == 2 * 182


def test_a_day_that_one_channel_lacks_has_no_sum() -> None:
    rows = changed(clean_client(), "mail", range(150, 151), lambda _: None)
    assert analyse(rows).overall.growth[Metric.SPEND].reason == "insufficient_data"


def test_a_clear_rise_is_named() -> None:
    rows = [
        replace(row, spend_paise=round(row.spend_paise * 1.02 ** ((row.day - MONDAY).days / 7)))
        for row in channel_days("a", 1)
    ]
    analysis = analyse(rows)
    assert analysis.overall.trend[Metric.SPEND].direction is Direction.RISING
    fallen = [replace(row, day=MONDAY + (rows[-1].day - row.day)) for row in rows]
    assert analyse(fallen).overall.trend[Metric.SPEND].direction is Direction.FALLING


def test_a_weekend_shows_as_pattern_of_spend_alone() -> None:
    rows = [
        replace(row, spend_paise=row.spend_paise * (2 if row.day.weekday() > 4 else 1))
        for row in channel_days("a", 1)
    ]
    patterns = analyse(rows).overall.weekday_pattern
    assert patterns[Metric.SPEND].has_pattern
    sunday = patterns[Metric.SPEND].days["sunday"].value
    assert isinstance(sunday, float)
    assert sunday > 1.3
    assert not patterns[Metric.CLICKS].has_pattern
    assert patterns[Metric.CLICKS].days == {}


def test_weekly_rows_give_trends_and_no_weekdays() -> None:
    rows = [row for row in channel_days("a", 1, days=7 * 30) if row.day.weekday() == 2]
    analysis = analyse(rows)
    assert analysis.data.step == "week"
    assert analysis.overall.trend[Metric.SPEND].change_per_week.value is not None
    assert analysis.overall.growth[Metric.SPEND].value is not None
    assert analysis.overall.weekday_pattern[Metric.SPEND].has_pattern is None
    assert "weekday_pattern" not in features_used(analysis)


def test_a_single_row_is_answered_with_what_is_missing() -> None:
    analysis = analyse([Observation(MONDAY, "a", 100)])
    assert features_used(analysis) == ["data_quality", "totals"]
    wanted = " ".join(wish.missing for wish in analysis.missing_for_more)
    assert all(name in wanted for name in ("impressions", "clicks", "conversions", "revenue"))
    assert "55 more days" in wanted


def test_two_full_years_miss_nothing_but_variation() -> None:
    rows = channel_days("a", 1, days=7 * 110)
    [wish] = analyse(rows).missing_for_more
    assert (wish.channels, "spend has hardly varied" in wish.would_show) == (("a",), True)


def test_spend_that_varies_is_not_asked_to_vary() -> None:
    rows = [
        replace(row, spend_paise=row.spend_paise * (1 + (row.day - MONDAY).days // 7 % 3))
        for row in channel_days("a", 1, days=7 * 110)
    ]
    assert analyse(rows).missing_for_more == ()


def test_a_channel_without_spend_is_not_asked_to_vary() -> None:
    rows = [replace(row, spend_paise=0) for row in channel_days("a", 1, days=7 * 110)]
    assert analyse(rows).missing_for_more == ()


def test_errors_in_the_data_come_first_among_the_wishes() -> None:
    rows = changed(clean_client(), "mail", range(90, 1_000), scaled_spend(100))
    wish = analyse(rows).missing_for_more[0]
    assert (wish.channels, "1 errors" in wish.missing) == (("mail",), True)


def test_of_clients_with_nothing_but_noise_one_in_twenty_is_told_of_anything() -> None:
    clients = 60
    told = sum(tells_of_movement(analyse(noise(seed))) for seed in range(clients))
    assert told / clients <= 0.1


def noise(seed: int) -> list[Observation]:
    chance = random.Random(seed)

    def amount() -> int:
        return round(10_000 * math.exp(0.3 * chance.gauss(0, 1)))

    return [
        Observation(MONDAY + timedelta(day), channel, amount(), amount(), amount() // 20)
        for channel in ("a", "b", "c")
        for day in range(7 * 13)
    ]


def tells_of_movement(analysis: Analysis) -> bool:
    everything = (analysis.overall, *analysis.channels)
    trends = [trend for each in everything for trend in each.trend.values()]
    patterns = [each for one in everything for each in one.weekday_pattern.values()]
    return any(each.has_pattern for each in patterns) or any(
        trend.direction in {Direction.RISING, Direction.FALLING} for trend in trends
    )


@given(
    st.lists(
        st.builds(
            Observation,
            st.dates(MONDAY, MONDAY + timedelta(100)),
            st.sampled_from(["a", "b"]),
            st.integers(-100, 10**6),
            st.none() | st.integers(0, 100),
            st.none() | st.integers(0, 100),
            st.none() | st.integers(0, 10**9),
            st.none() | st.integers(-5, 10**6),
        ),
        min_size=1,
        max_size=150,
    )
)
def test_whatever_comes_is_analysed(rows: list[Observation]) -> None:
    analysis = analyse(rows)
    series, repetitions = series_by_channel(rows)
    assert analysis.data.rows == len(rows) - len(repetitions)
    assert [each.channel for each in analysis.channels] == [each.channel for each in series]
    assert WIRE.validate_json(WIRE.dump_json(analysis)) == analysis
