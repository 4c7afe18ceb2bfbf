"""At which hours of the week is the shop busy? Counts, held back where few weeks were seen.

A rate is (count + 4 x prior) / (weeks + 4): the Gamma-Poisson mean with a prior worth four weeks.
The prior is what the same hour of the day sees on average over the week, so that an hour at which
the shop is always shut stays at zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from local.businesses.domain.opening_hours import WEEKDAYS
from local.customers.domain.samples import Span, count, over, too_little
from shared.evidence import Figure

METHOD = "busiest_hours@1"
PRIOR_WEEKS = 4
MIN_EVENTS = 30
MIN_WEEKS = 2
HOURS_SHOWN = 5
HOURS_NAMED = 3
HOURS_PER_DAY = 24

# Events by weekday (Monday is 0) and hour of the day, in the shop's own zone.
HourCounts = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyHour:
    """An hour of the week: how often something happened, and how often in a usual week."""

    weekday: str
    hour: int
    count: Figure
    per_week: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HourMap:
    """The busiest hours, the first the busiest; `rates` has a row a weekday, Monday first.

    The rates are events a week, found as `busiest` says and resting on the same events.
    """

    busiest: Figure
    hours: tuple[BusyHour, ...]
    rates: tuple[tuple[float, ...], ...] | None


def shrunk_rate(events: int, weeks: int, prior: float) -> float:
    """Return the events a week, drawn to the prior as if that had been seen for four weeks."""
    return (events + PRIOR_WEEKS * prior) / (weeks + PRIOR_WEEKS)


def weekday_counts(first_day: date, last_day: date) -> tuple[int, ...]:
    """Return how often each weekday occurs from one day to another, both counted."""
    weeks, rest = divmod((last_day - first_day).days + 1, len(WEEKDAYS))
    extra = {(first_day + timedelta(days=ahead)).weekday() for ahead in range(rest)}
    return tuple(weeks + (weekday in extra) for weekday in range(len(WEEKDAYS)))


def hour_map(counts: HourCounts, span: Span | None) -> HourMap:
    """Return the busiest hours, or what is missing to tell them."""
    n = sum(counts.values())
    weeks = weekday_counts(span.first_day, span.last_day) if span else (0,)
    if span is None or n < MIN_EVENTS or min(weeks) < MIN_WEEKS:
        return HourMap(busiest=_too_little(n), hours=(), rates=None)
    rates = _rates(counts, weeks)
    order = sorted(_hours(), key=lambda hour: (-rates[hour[0]][hour[1]], hour))
    shown = [hour for hour in order if counts.get(hour)][:HOURS_SHOWN]
    return HourMap(
        busiest=_busiest(shown, n, span),
        hours=tuple(_busy_hour(hour, counts[hour], rates, weeks, span) for hour in shown),
        rates=rates,
    )


def _too_little(n: int) -> Figure:
    missing = (
        f"At least {MIN_EVENTS} records with a time of day over at least {MIN_WEEKS} weeks are "
        f"needed; there are {n}. Send them to POST /api/v2/local/orders/imports."
    )
    return too_little("hours_of_week", method=METHOD, missing=missing)


def _rates(counts: HourCounts, weeks: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
    priors = [
        sum(counts.get((weekday, hour), 0) for weekday in range(len(WEEKDAYS))) / sum(weeks)
        for hour in range(HOURS_PER_DAY)
    ]
    return tuple(
        tuple(
            round(shrunk_rate(counts.get((weekday, hour), 0), seen, priors[hour]), 3)
            for hour in range(HOURS_PER_DAY)
        )
        for weekday, seen in enumerate(weeks)
    )


def _hours() -> Iterator[tuple[int, int]]:
    return ((day, hour) for day in range(len(WEEKDAYS)) for hour in range(HOURS_PER_DAY))


def _busiest(shown: list[tuple[int, int]], n: int, span: Span) -> Figure:
    names = [f"{WEEKDAYS[day]} {hour:02}:00" for day, hour in shown[:HOURS_NAMED]]
    return over(span, ", ".join(names), "hours_of_week", n=n, method=METHOD)


def _busy_hour(
    hour: tuple[int, int],
    events: int,
    rates: tuple[tuple[float, ...], ...],
    weeks: tuple[int, ...],
    span: Span,
) -> BusyHour:
    weekday, hour_of_day = hour
    return BusyHour(
        weekday=WEEKDAYS[weekday],
        hour=hour_of_day,
        count=count(events, events, unit=span.records, method="count@1", span=span),
        per_week=over(
            span,
            rates[weekday][hour_of_day],
            f"{span.records}_per_week",
            n=weeks[weekday],
            method=METHOD,
        ),
    )
