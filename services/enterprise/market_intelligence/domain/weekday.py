"""Does a metric follow the days of the week?

Friedman's test ranks the days within each week, so neither a trend nor a strong month can pass for
a pattern; Kruskal and Wallis's, over all days at once, would need the trend taken out first. The
index of a day is shrunk towards 1 by how much of the differences between days may be chance.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from .significance import chi_square_probability, student_quantile

FEWEST_WEEKS = 8
MOST_WEEKS = 52
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class DayIndex:
    """One weekday over the average day (1.0), with its 95 % interval."""

    day: str
    index: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """The index of each weekday, and how often chance alone differs as much."""

    weeks: int
    days: tuple[DayIndex, ...]
    probability: float


def pattern_of(weeks: Sequence[Sequence[int]]) -> Pattern | None:
    """Return the pattern of the latest whole weeks, Monday first; None if they are too few."""
    shares = [[value * 7 / sum(week) for value in week] for week in weeks if sum(week) > 0]
    recent = shares[-MOST_WEEKS:]
    if len(recent) < FEWEST_WEEKS:
        return None
    return Pattern(len(recent), _indices(recent), friedman_probability(recent))


def friedman_probability(weeks: Sequence[Sequence[float]]) -> float:
    """Return how often days that do not differ would differ in rank as much as these do."""
    count, days = len(weeks), len(DAYS)
    ranked = [_ranks(week) for week in weeks]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    ties = sum(size**3 - size for week in weeks for size in Counter(week).values())
    scale = count * days * (days + 1) / 12 - ties / (12 * (days - 1))
    if scale <= 0:
        return 1.0
    expected = count * (days + 1) / 2
    return chi_square_probability(sum((total - expected) ** 2 for total in sums) / scale)


def _ranks(values: Sequence[float]) -> list[float]:
    """Return each value's rank; equal values share theirs."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def _indices(weeks: Sequence[Sequence[float]]) -> tuple[DayIndex, ...]:
    count = len(weeks)
    columns = list(zip(*weeks, strict=True))
    means = [fmean(column) for column in columns]
    errors = [variance(column) / count for column in columns]
    observed = variance(means)
    kept = max(0.0, 1 - fmean(errors) / observed) if observed else 0.0
    reach = student_quantile(count - 1)
    return tuple(
        DayIndex(day, centre, max(0.0, centre - spread), centre + spread)
        for day, mean, error in zip(DAYS, means, errors, strict=True)
        for centre, spread in [(1 + kept * (mean - 1), reach * sqrt(kept * error))]
    )
