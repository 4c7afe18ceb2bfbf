"""How much more does the business sell on certain days? Measured against its own ordinary days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import pi, sqrt
from statistics import fmean, median

from local.intelligence.domain.figures import declared
from shared.evidence import Figure, measured

METHOD = "festival_uplift@1"
PRIOR_METHOD = "festival_uplift_prior@1"
PRIOR_EVIDENCE = ("prior:no_change", "needs:daily_orders_of_two_years")
# A day is compared with the same weekday this many weeks before and after it.
WEEKS_AROUND = 8
FEWEST_COMPARABLE = 4
# Two occurrences of a yearly occasion; by the moon, a year can have 354 days.
FEWEST_DAYS_APART = 300
CONFIDENCE = 0.95
_Z = 1.96
_DECIMALS = 3
# The variance of a median of n values is about so many times that of one value, by n.
_MEDIAN_PENALTY = pi / 2

Orders = Mapping[date, int]


def festival_uplift(
    occasion_days: Iterable[date], daily_orders: Sequence[tuple[date, int]], as_of: datetime
) -> Figure:
    """Return orders on these days over those of the same weekday's median around them.

    The mean ratio of n days is shrunk as if one more day had shown 1: (sum + 1) / (n + 1). Days
    that are not in `daily_orders` are unknown, not empty. With less than two occurrences of a
    year apart, the figure is the prior, no change, and says so.
    """
    orders, special = dict(daily_orders), frozenset(occasion_days)
    usual = {day: _same_weekdays(day, orders, special) for day in sorted(special & orders.keys())}
    usable = {day: around for day, around in usual.items() if _is_enough(around)}
    if not usable or (max(usable) - min(usable)).days < FEWEST_DAYS_APART:
        return _prior(as_of)
    ratios = [orders[day] / median(around) for day, around in usable.items()]
    return _shrunk(ratios, list(usable.values()), as_of)


def _same_weekdays(day: date, orders: Orders, special: frozenset[date]) -> list[int]:
    weeks = (timedelta(weeks=count) for count in range(1, WEEKS_AROUND + 1))
    around = [other for week in weeks for other in (day - week, day + week)]
    return [orders[other] for other in around if other in orders and other not in special]


def _is_enough(around: Sequence[int]) -> bool:
    return len(around) >= FEWEST_COMPARABLE and median(around) > 0


def _shrunk(ratios: Sequence[float], usual: Sequence[Sequence[int]], as_of: datetime) -> Figure:
    n, mean = len(ratios), fmean(ratios)
    value = (n * mean + 1) / (n + 1)
    half_width = _Z * _standard_error(mean, n, usual) * n / (n + 1)
    return measured(
        round(value, _DECIMALS),
        "ratio",
        n=n,
        method=METHOD,
        as_of=as_of,
        evidence=("orders:daily",),
        low=round(max(0.0, value - half_width), _DECIMALS),
        high=round(value + half_width, _DECIMALS),
        confidence=CONFIDENCE,
    )


def _standard_error(mean: float, n: int, usual: Sequence[Sequence[int]]) -> float:
    """Return the error of the mean ratio: that of the days, and that of the medians under it."""
    variance = fmean(_relative_variance(around) for around in usual)
    comparable = fmean(len(around) for around in usual)
    return sqrt(variance * (mean + mean**2 * _MEDIAN_PENALTY / comparable) / n)


def _relative_variance(around: Sequence[int]) -> float:
    """Return how much single ordinary days scatter; counts scatter at least as Poisson's do."""
    middle = median(around)
    return max(1 / middle, fmean((count / middle - 1) ** 2 for count in around))


def _prior(as_of: datetime) -> Figure:
    return declared(1.0, "ratio", method=PRIOR_METHOD, evidence=PRIOR_EVIDENCE, as_of=as_of)
