"""Which metrics of which channels really move? Decided over all of them at once.

Whoever tests a hundred things finds five by chance. All trends and patterns of one client are
therefore one family: of clients with nothing but noise, one in twenty is told of anything at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.evidence import Figure, unknown

from .observation import READ_AS, STORED_UNITS, Metric
from .series import Series, Step, whole_weeks
from .significance import CONFIDENCE, adjusted_probabilities
from .source import Source, rounded
from .totals import not_reported
from .trend import FEWEST_WEEKS as FEWEST_TREND_WEEKS
from .trend import Slope, slope_of
from .weekday import DAYS, Pattern, pattern_of
from .weekday import FEWEST_WEEKS as FEWEST_PATTERN_WEEKS

SLOPE = "theil_sen_on_weekly_sums@1"
PATTERN = "friedman_and_shrunk_weekday_index@1"
ALARM = 1 - CONFIDENCE


class Direction(StrEnum):
    """Where a metric is going."""

    RISING = "rising"
    FALLING = "falling"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True, slots=True)
class Trend:
    """The change a week; the direction is named only where chance does not explain it."""

    direction: Direction | None
    adjusted_probability: float | None
    change_per_week: Figure


@dataclass(frozen=True, slots=True)
class WeekdayPattern:
    """The index of each weekday (1 is the average day), where there is a pattern at all."""

    has_pattern: bool | None
    adjusted_probability: float | None
    days: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Movement:
    """How the metrics of one channel move."""

    trend: Mapping[Metric, Trend]
    weekday_pattern: Mapping[Metric, WeekdayPattern]


@dataclass(frozen=True, slots=True)
class _Estimate:
    """What one metric of one series seems to do, before it is asked whether chance does as much."""

    series: Series
    metric: Metric
    slope: Slope | None
    pattern: Pattern | None


def movements(every: Sequence[Series], source: Source) -> list[Movement]:
    """Return how each series moves, in their order."""
    estimates = [[_estimate(series, metric) for metric in Metric] for series in every]
    adjusted = _adjusted([each for row in estimates for each in row])
    return [
        Movement(
            trend={each.metric: _trend(each, adjusted, source) for each in row},
            weekday_pattern={each.metric: _pattern(each, adjusted, source) for each in row},
        )
        for row in estimates
    ]


def _estimate(series: Series, metric: Metric) -> _Estimate:
    weeks = whole_weeks(series, metric)
    slope = slope_of([(week, sum(values)) for week, values in weeks.items()])
    is_daily = series.step is Step.DAY
    return _Estimate(series, metric, slope, pattern_of(list(weeks.values())) if is_daily else None)


def _adjusted(estimates: Sequence[_Estimate]) -> Mapping[int, float]:
    """Return the adjusted probability of each slope and pattern, by identity."""
    tested = [
        found for each in estimates for found in (each.slope, each.pattern) if found is not None
    ]
    adjusted = adjusted_probabilities([found.probability for found in tested])
    return {id(found): chance for found, chance in zip(tested, adjusted, strict=True)}


def _trend(estimate: _Estimate, adjusted: Mapping[int, float], source: Source) -> Trend:
    slope, metric = estimate.slope, estimate.metric
    unit = f"{READ_AS[metric]} per week"
    if slope is None:
        needed = f"{FEWEST_TREND_WEEKS} whole weeks, every row of them: send what lacks."
        return Trend(None, None, _lacking(estimate, unit, needed, SLOPE))
    chance = adjusted[id(slope)]
    scale = STORED_UNITS[metric]
    change = source.figure(
        slope.per_week / scale,
        unit,
        n=slope.weeks,
        method=SLOPE,
        interval=(slope.low / scale, slope.high / scale),
    )
    direction = Direction.RISING if slope.per_week > 0 else Direction.FALLING
    is_clear = chance < ALARM and slope.per_week
    return Trend(direction if is_clear else Direction.NOT_CLEAR, rounded(chance), change)


def _pattern(estimate: _Estimate, adjusted: Mapping[int, float], source: Source) -> WeekdayPattern:
    pattern = estimate.pattern
    if pattern is None:
        needed = f"{FEWEST_PATTERN_WEEKS} whole weeks of daily rows, none missing and none all 0."
        return WeekdayPattern(
            None, None, {day: _lacking(estimate, "index", needed, PATTERN) for day in DAYS}
        )
    chance = adjusted[id(pattern)]
    if chance >= ALARM:
        return WeekdayPattern(has_pattern=False, adjusted_probability=rounded(chance), days={})
    days = {
        each.day: source.figure(
            each.index,
            "index",
            n=pattern.weeks,
            method=PATTERN,
            interval=(each.low, each.high),
        )
        for each in pattern.days
    }
    return WeekdayPattern(has_pattern=True, adjusted_probability=rounded(chance), days=days)


def _lacking(estimate: _Estimate, unit: str, needed: str, method: str) -> Figure:
    if not estimate.series.reports(estimate.metric):
        return not_reported(estimate.metric, unit, method)
    return unknown(unit, reason="insufficient_data", missing=needed, method=method)
