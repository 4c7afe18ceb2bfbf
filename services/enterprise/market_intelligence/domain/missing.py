"""What would let us say more, and how can the client supply it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from .calendar_faults import SHORTEST_HISTORY_DAYS
from .finding import Severity
from .observation import OUTCOMES, Metric
from .quality import QualityReport
from .series import Series, Step, whole_weeks
from .trend import FEWEST_WEEKS as FEWEST_TREND_WEEKS

TWO_YEARS_DAYS = 2 * 364
# A budget that hardly moves cannot show what more of it would bring.
SMALLEST_SPEND_VARIATION = 0.1
_UNLOCKED_BY = {
    Metric.IMPRESSIONS: "cost per 1000 impressions",
    Metric.CLICKS: "cost per click",
    Metric.CONVERSIONS: "cost per conversion",
    Metric.REVENUE: "return on spend",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is missing, what it would show, and how to supply it."""

    missing: str
    would_show: str
    how: str
    channels: tuple[str, ...] = ()


def wishes(series: Sequence[Series], quality: QualityReport) -> tuple[Wish, ...]:
    """Return what is missing for more, the most urgent first."""
    return (*_corrections(quality), *_columns(series), *_history(series), *_variation(series))


def _corrections(quality: QualityReport) -> Iterator[Wish]:
    errors = [each for each in quality.findings if each.severity is Severity.ERROR]
    if errors:
        yield Wish(
            missing=f"corrections of {len(errors)} errors in the data",
            would_show="figures that can be relied on: those of these channels may be wrong",
            how="Follow the actions of the findings with severity error.",
            channels=tuple(sorted({each.channel for each in errors if each.channel})),
        )


def _columns(series: Sequence[Series]) -> Iterator[Wish]:
    for metric in OUTCOMES:
        without = tuple(each.channel for each in series if not each.reports(metric))
        if without:
            yield Wish(
                missing=f"the column {metric}",
                would_show=_UNLOCKED_BY[metric],
                how=f"Import the same days again with {metric}; the other values may stay.",
                channels=without,
            )


def _history(series: Sequence[Series]) -> Iterator[Wish]:
    first = min(each.ordinals[0] for each in series)
    last = max(each.ordinals[-1] for each in series)
    days = last - first + series[0].step
    steps = (
        (SHORTEST_HISTORY_DAYS, "intervals, growth and weekday patterns"),
        (FEWEST_TREND_WEEKS * Step.WEEK, "trends"),
        (TWO_YEARS_DAYS, "the pattern of the year: one year cannot tell it from a trend"),
    )
    for needed, shows in steps:
        if days < needed:
            yield Wish(
                missing=f"{needed - days} more days of history ({days} of {needed} are there)",
                would_show=shows,
                how="Import older days, or let new ones come in.",
            )


def _variation(series: Sequence[Series]) -> Iterator[Wish]:
    steady = tuple(each.channel for each in series if _is_steady(each))
    if steady:
        yield Wish(
            missing="weeks with clearly more and clearly less spend",
            would_show="what one more rupee brings: spend has hardly varied",
            how="Change these channels' budgets by a quarter for a few weeks, not all at once.",
            channels=steady,
        )


def _is_steady(series: Series) -> bool:
    weekly = [sum(values) for values in whole_weeks(series, Metric.SPEND).values()]
    if len(weekly) < FEWEST_TREND_WEEKS or not any(weekly):
        return False
    return pstdev(weekly) < SMALLEST_SPEND_VARIATION * fmean(weekly)
