"""What do a channel's own months say of its returns? A curve fitted to them, or what they lack.

The curve a·ln(1 + x/s) is fitted by least squares: for each s the best a is in closed form, and s
is searched for on a grid of ratios that is then refined.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, log1p, sqrt

from local.channel_results.domain.channel_month import ChannelMonth
from local.channel_results.domain.months import month_name, month_of
from local.intelligence.domain.channel_returns import ReturnCurve
from shared.intervals import Z
from shared.money import rupees_of

METHOD = "log_return_fit@1"
FEWEST_MONTHS = 6
FEWEST_SPENDS = 3
LEAST_SPREAD = 1.5
# What was true longer ago says little of today, and the work is bounded.
MOST_MONTHS = 24
# How far s may lie from the spends that were tried: below a thousandth, more spend brings as good
# as nothing more; above twice the largest, the months look like a straight line, which none is.
_LOWEST_SCALE = 1 / 1_000
_HIGHEST_SCALE = 2
# An interval does count what is as good as a straight line.
_STRAIGHT_SCALE = 20
_GRID = 60
_REFINEMENTS = 40
_GOLDEN = (sqrt(5) - 1) / 2
_PARAMETERS = 2


@dataclass(frozen=True, slots=True)
class _AtScale:
    """The best gain for one scale: closed form, never below 0."""

    scale: float
    gain: float
    loss: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFit:
    """The curve of one channel and the months that it was fitted to, the oldest first."""

    curve: ReturnCurve
    months: tuple[ChannelMonth, ...]

    @property
    def evidence(self) -> str:
        """Return how a figure cites the months."""
        first, last = self.months[0], self.months[-1]
        return f"own_results:{first.channel}:{month_name(first.month)}..{month_name(last.month)}"

    def interval(self, spend_paise: int) -> tuple[float, float]:
        """Return between which paise the mean return of a spend lies, in 95 of 100 cases.

        Every curve counts that fits the months nearly as well as the best one (profile likelihood).
        """
        smallest, largest = self.curve.least_paise, self.curve.most_paise
        spend = min(max(spend_paise, smallest), largest)
        fits = [
            *_on_grid(self.months, _STRAIGHT_SCALE),
            _at_scale(self.months, self.curve.scale_paise),
        ]
        freedom = len(self.months) - _PARAMETERS
        most = fits[-1].loss * (1 + _student(freedom) ** 2 / freedom)
        ends = [
            max(fit.gain + sign * sqrt((most - fit.loss) / fit.weight), 0)
            * log1p(spend / fit.scale)
            for fit in fits
            if fit.loss <= most
            for sign in (-1, 1)
        ]
        part = min(spend_paise / smallest, 1)
        return part * min(ends), part * max(ends)


def usable_months(months: Sequence[ChannelMonth], today: date) -> tuple[ChannelMonth, ...]:
    """Return the newest finished months with spend, the oldest first."""
    finished = [month for month in months if month.month < month_of(today) and month.spent_paise]
    return tuple(sorted(finished, key=lambda month: month.month)[-MOST_MONTHS:])


def lacking(months: Sequence[ChannelMonth]) -> str | None:
    """Return what usable months lack for a curve, if anything."""
    spends = {month.spent_paise for month in months}
    if len(months) < FEWEST_MONTHS:
        return f"{FEWEST_MONTHS} finished months with spend are needed, there are {len(months)}"
    if len(spends) < FEWEST_SPENDS:
        return f"{FEWEST_SPENDS} different spends are needed, there are {len(spends)}"
    if max(spends) < LEAST_SPREAD * min(spends):
        low, high = rupees_of(min(spends)), rupees_of(max(spends))
        return (
            f"the largest spend must be at least {LEAST_SPREAD} times the smallest; "
            f"they are {high} and {low} rupees"
        )
    return None


def return_fit(months: tuple[ChannelMonth, ...]) -> ReturnFit:
    """Return the curve that fits usable months best; they lack nothing."""
    best = _best(months)
    curve = ReturnCurve(
        gain_paise=best.gain,
        scale_paise=best.scale,
        observations=len(months),
        least_paise=min(month.spent_paise for month in months),
        most_paise=max(month.spent_paise for month in months),
    )
    return ReturnFit(curve=curve, months=months)


def _best(months: Sequence[ChannelMonth]) -> _AtScale:
    coarse = _on_grid(months, _HIGHEST_SCALE)
    place = min(range(len(coarse)), key=lambda number: coarse[number].loss)
    low, high = coarse[max(place - 1, 0)], coarse[min(place + 1, _GRID)]
    found = _refined(
        lambda power: _at_scale(months, exp(power)).loss, log(low.scale), log(high.scale)
    )
    return min(coarse[place], _at_scale(months, exp(found)), key=lambda fit: fit.loss)


def _on_grid(months: Sequence[ChannelMonth], highest: float) -> list[_AtScale]:
    spends = [month.spent_paise for month in months]
    low, high = min(spends) * _LOWEST_SCALE, max(spends) * highest
    ratio = log(high / low) / _GRID
    return [_at_scale(months, low * exp(ratio * number)) for number in range(_GRID + 1)]


def _at_scale(months: Sequence[ChannelMonth], scale: float) -> _AtScale:
    rises = [log1p(month.spent_paise / scale) for month in months]
    returns = [month.returned_paise for month in months]
    weight = sum(rise * rise for rise in rises)
    gain = sum(rise * paise for rise, paise in zip(rises, returns, strict=True)) / weight
    loss = sum((paise - gain * rise) ** 2 for rise, paise in zip(rises, returns, strict=True))
    return _AtScale(scale, gain, loss, weight)


def _refined(loss: Callable[[float], float], low: float, high: float) -> float:
    """Return where between two points the loss is least: golden section."""
    for _ in range(_REFINEMENTS):
        reach = _GOLDEN * (high - low)
        left, right = high - reach, low + reach
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return (low + high) / 2


def _student(freedom: int) -> float:
    """Return how many standard errors reach to an end of 95 %; Cornish and Fisher's series."""
    first = (Z**3 + Z) / 4
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    third = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return Z + first / freedom + second / freedom**2 + third / freedom**3
