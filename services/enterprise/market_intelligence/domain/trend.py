"""Does a metric rise or fall from week to week, beyond its usual ups and downs?

The median of the slopes between all pairs of weeks (Theil and Sen): a few odd weeks do not move it.
Weeks resemble the week before, which makes chance look like a trend; the variance of Kendall's
statistic is widened by the lag-1 correlation of what remains after the trend is taken out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from .significance import (
    NORMAL_QUANTILE,
    correlation_with_next,
    two_sided_probability,
    variance_widening,
)

FEWEST_WEEKS = 12
# A year says where things are going; the pairs of more weeks cost time and blur it.
MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Slope:
    """The change a week, its 95 % interval, and how often chance alone does as much."""

    weeks: int
    per_week: float
    low: float
    high: float
    probability: float


def slope_of(weekly: Sequence[tuple[int, int]]) -> Slope | None:
    """Return the slope through (week, sum) of the latest weeks; None if they are too few."""
    recent = weekly[-MOST_WEEKS:]
    if len(recent) < FEWEST_WEEKS:
        return None
    slopes = sorted(
        (later - earlier) / (week - before)
        for position, (week, later) in enumerate(recent)
        for before, earlier in recent[:position]
    )
    middle = median(slopes)
    deviation = sqrt(_variance(recent) * _widening(recent, middle))
    reach = NORMAL_QUANTILE * deviation
    last = len(slopes) - 1
    low = max(0, round((last - reach) / 2))
    return Slope(
        weeks=len(recent),
        per_week=middle,
        low=slopes[low],
        high=slopes[last - low],
        probability=_probability(slopes, deviation),
    )


def _probability(slopes: Sequence[float], deviation: float) -> float:
    """Return Mann and Kendall's probability, with the correction for counts being whole."""
    score = abs(sum((slope > 0) - (slope < 0) for slope in slopes))
    return two_sided_probability(max(0, score - 1) / deviation) if deviation else 1.0


def _variance(weekly: Sequence[tuple[int, int]]) -> float:
    """Return the variance of Kendall's statistic without any trend, given the ties."""
    count = len(weekly)
    ties = Counter(value for _, value in weekly).values()
    tied = sum(size * (size - 1) * (2 * size + 5) for size in ties)
    return (count * (count - 1) * (2 * count + 5) - tied) / 18


def _widening(weekly: Sequence[tuple[int, int]], slope: float) -> float:
    """Return how much wider the statistic spreads because weeks resemble their neighbours."""
    rest = [value - slope * week for week, value in weekly]
    return variance_widening(correlation_with_next(rest, fitted=2))
