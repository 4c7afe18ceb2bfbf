"""How far can chance go? Quantiles, probabilities, and care when much is tested at once."""

from collections.abc import Sequence
from itertools import pairwise
from math import erfc, exp, sqrt
from statistics import NormalDist, fmean

CONFIDENCE = 0.95
_STRONGEST_CORRELATION = 0.9  # what a year of weeks can tell from a random walk
NORMAL_QUANTILE = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


def student_quantile(freedom: int) -> float:
    """Return how many standard errors an interval reaches to either side.

    Cornish-Fisher expansion around the normal quantile; right to 0.001 from 5 degrees of freedom.
    """
    z = NORMAL_QUANTILE
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def two_sided_probability(z: float) -> float:
    """Return how often a standard normal lies at least this far from zero."""
    return erfc(abs(z) / sqrt(2))


def chi_square_probability(statistic: float) -> float:
    """Return how often a chi-square of 6 degrees of freedom (7 weekdays) is at least so large."""
    half = statistic / 2
    return exp(-half) * (1 + half + half * half / 2)


def correlation_with_next(values: Sequence[float], *, fitted: int) -> float:
    """Return how much each value resembles the next (lag-1 autocorrelation); 0 if all are equal.

    Taking out a mean (1 fitted number) or a trend (2) hides part of it: Kendall's correction puts
    it back.
    """
    count, centre = len(values), fmean(values)
    rest = [value - centre for value in values]
    squares = sum(value * value for value in rest)
    if not squares:
        return 0.0
    seen = sum(one * two for one, two in pairwise(rest)) / squares
    return (count * seen + fitted) / (count - 2 - fitted)


def variance_widening(correlation: float) -> float:
    """Return how many times larger a mean's variance is when neighbours resemble each other."""
    kept = min(_STRONGEST_CORRELATION, max(0.0, correlation))
    return (1 + kept) / (1 - kept)


def adjusted_probabilities(probabilities: Sequence[float]) -> list[float]:
    """Return the probabilities as Benjamini and Hochberg adjust them for being many.

    If nothing is going on at all, the smallest is below 0.05 in 5 % of cases, for any number.
    """
    count = len(probabilities)
    adjusted = [1.0] * count
    smallest = 1.0
    falling = sorted(range(count), key=lambda index: -probabilities[index])
    for place, index in enumerate(falling):
        smallest = min(smallest, probabilities[index] * count / (count - place))
        adjusted[index] = smallest
    return adjusted
