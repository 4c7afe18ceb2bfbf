"""What does one outcome cost, and what does one rupee return, and how sure is that?

A ratio of sums. Its interval comes from the weeks: how far is each week's cost from what the ratio
says it should be? Weeks are the unit because days hang together (weekday, yesterday's spend); the
logarithm keeps the interval above zero. Chosen over a block bootstrap, which needs a seed, takes a
thousand times longer, and covers less often in a few dozen weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from shared.evidence import Figure, unknown

from .observation import STORED_UNITS, Metric
from .series import Series, week_of
from .significance import correlation_with_next, student_quantile, variance_widening
from .source import Interval, Source
from .totals import not_reported

RATIO = "ratio_of_sums_with_weekly_linearisation@1"
FEWEST_WEEKS = 8
# With fewer, the logarithm of the ratio is far from a bell curve.
FEWEST_OUTCOMES = 10
IMPRESSIONS_PRICED = 1_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Numerator and denominator of each week, over the rows that know both."""

    rows: int
    weeks: Sequence[tuple[int, int]]

    def sums(self) -> tuple[int, int]:
        """Return both sums."""
        return sum(top for top, _ in self.weeks), sum(bottom for _, bottom in self.weeks)


def cost_per_outcome(channels: Sequence[Series], metric: Metric, source: Source) -> Figure:
    """Return the rupees spent for each outcome; impressions are priced by the thousand."""
    priced = IMPRESSIONS_PRICED if metric is Metric.IMPRESSIONS else 1
    noun = {Metric.IMPRESSIONS: "1000 impressions"}.get(metric, metric.removesuffix("s"))
    scale = priced * STORED_UNITS[metric] / STORED_UNITS[Metric.SPEND]
    return _figure(channels, (Metric.SPEND, metric), f"INR per {noun}", scale, source)


def return_on_spend(channels: Sequence[Series], source: Source) -> Figure:
    """Return the rupees of revenue for each rupee spent."""
    return _figure(channels, (Metric.REVENUE, Metric.SPEND), "INR per INR", 1, source)


def _figure(
    channels: Sequence[Series],
    metrics: tuple[Metric, Metric],
    unit: str,
    scale: float,
    source: Source,
) -> Figure:
    top, bottom = metrics
    for metric in metrics:
        if not any(each.reports(metric) for each in channels):
            return not_reported(metric, unit, RATIO)
    pairs = _pairs(channels, top, bottom)
    above, below = pairs.sums()
    if below <= 0:
        return unknown(
            unit,
            reason="no_outcome" if top is Metric.SPEND else "no_spend",
            missing=f"Rows with {bottom} above 0 and {top} beside it: there are none.",
            method=RATIO,
        )
    interval = None
    if _supports_interval(pairs, metrics):
        low, high = ratio_interval(pairs.weeks)
        interval = (low * scale, high * scale)
    return source.figure(above / below * scale, unit, n=pairs.rows, method=RATIO, interval=interval)


def _supports_interval(pairs: Pairs, metrics: tuple[Metric, Metric]) -> bool:
    sums = pairs.sums()
    enough = all(
        total >= FEWEST_OUTCOMES * STORED_UNITS[metric]
        for metric, total in zip(metrics, sums, strict=True)
    )
    return enough and len(pairs.weeks) >= FEWEST_WEEKS


def ratio_interval(weeks: Sequence[tuple[int, int]]) -> Interval:
    """Return the 95 % interval of the ratio of the sums; both sums must be above zero."""
    count = len(weeks)
    above, below = (sum(column) for column in zip(*weeks, strict=True))
    ratio = above / below
    rest = [top - ratio * bottom for top, bottom in weeks]
    widening = variance_widening(correlation_with_next(rest, fitted=1))
    error = sqrt(sum(each * each for each in rest) * widening * count / (count - 1)) / above
    reach = exp(student_quantile(count - 1) * error)
    return ratio / reach, ratio * reach


def _pairs(channels: Sequence[Series], top: Metric, bottom: Metric) -> Pairs:
    weeks: dict[int, tuple[int, int]] = {}
    rows = 0
    for each in channels:
        columns = zip(each.ordinals, each.columns[top], each.columns[bottom], strict=True)
        for ordinal, above, below in columns:
            if above is not None and below is not None:
                before = weeks.get(week_of(ordinal), (0, 0))
                weeks[week_of(ordinal)] = (before[0] + above, before[1] + below)
                rows += 1
    return Pairs(rows, [weeks[week] for week in sorted(weeks)])
