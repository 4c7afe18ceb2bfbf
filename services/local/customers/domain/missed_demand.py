"""What do unanswered and late inquiries cost? Counted by hour; in rupees only from own figures.

An inquiry is missed if nobody answered it within an hour. Its worth is how much more often those
who were answered in time came within 14 days than those who were not, times the mean order:
missed x (p - q) / (1 - q) x ticket over those who stayed away. Both ends of the range take each
part at the end of its own 95 % interval, so the range holds with at least 85 % (Bonferroni).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from local.businesses.domain.opening_hours import WEEKDAYS
from local.customers.domain.samples import Span, count, ratio, too_little
from shared.evidence import Basis, Figure
from shared.intervals import Z, wilson_interval

METHOD = "missed_demand@1"
COUNT_METHOD = "missed_inquiries@1"
CONVERSION_METHOD = "conversion_within_14_days@1"
LATE_AFTER_MINUTES = 60
CONVERSION_DAYS = 14
MIN_INQUIRIES = 20
MIN_ORDERS = 10
HOURS_SHOWN = 5
RANGE_CONFIDENCE = 0.85
_PAISE_PER_RUPEE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryHour:
    """The inquiries of one hour of the week.

    `asked` and `missed` count all; the others only those that name a customer and are old enough
    to tell who came: in time or missed, and how many of each came.
    """

    weekday: int
    hour: int
    asked: int
    missed: int
    in_time: int
    in_time_came: int
    missed_named: int
    missed_came: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What an order comes to: over `n` orders with a sum, the mean and the standard deviation."""

    n: int
    mean_paise: float
    deviation_paise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedHour:
    """An hour of the week at which inquiries went unanswered, and what that may have cost."""

    weekday: str
    hour: int
    missed: Figure
    value: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedDemand:
    """The inquiries on record that were missed; the hours with most of them first."""

    asked: Figure
    missed: Figure
    late_after: Figure
    conversion_in_time: Figure
    value: Figure
    hours: tuple[MissedHour, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What one missed inquiry of somebody who stayed away was worth, in paise."""

    low: float
    middle: float
    high: float


def missed_demand(hours: Sequence[InquiryHour], ticket: Ticket, span: Span | None) -> MissedDemand:
    """Return what was missed, or what is missing to tell."""
    asked, missed = sum(row.asked for row in hours), sum(row.missed for row in hours)
    worth = worth_of_missed(hours, ticket)
    busiest = sorted(hours, key=lambda row: (-row.missed, row.weekday, row.hour))[:HOURS_SHOWN]
    return MissedDemand(
        asked=asked_figure(hours, span),
        missed=_count(missed, asked, span),
        late_after=_late_after(),
        conversion_in_time=_conversion(hours, span),
        value=value_figure(hours, worth, span),
        hours=tuple(
            MissedHour(
                weekday=WEEKDAYS[row.weekday],
                hour=row.hour,
                missed=_count(row.missed, row.asked, span),
                value=value_figure([row], worth, span),
            )
            for row in busiest
            if row.missed
        ),
    )


def worth_of_missed(hours: Sequence[InquiryHour], ticket: Ticket) -> Worth | str:
    """Return the worth of a missed inquiry, or what must be supplied before it can be told."""
    in_time, missed = sum(row.in_time for row in hours), sum(row.missed_named for row in hours)
    if ticket.n < MIN_ORDERS:
        return (
            f"At least {MIN_ORDERS} orders with a sum are needed; there are {ticket.n}. "
            "Send them to POST /api/v2/local/orders/imports."
        )
    if in_time < MIN_INQUIRIES or not missed:
        return (
            f"At least {MIN_INQUIRIES} inquiries answered in time, and a missed one, are needed "
            f"of named customers, {CONVERSION_DAYS} days before the last order; there are "
            f"{in_time} and {missed}."
        )
    came, missed_came = (
        sum(row.in_time_came for row in hours),
        sum(row.missed_came for row in hours),
    )
    p_low, p_high = wilson_interval(came, in_time)
    q_low, q_high = wilson_interval(missed_came, missed)
    error = Z * ticket.deviation_paise / sqrt(ticket.n)
    return Worth(
        low=_lift(p_low, q_high) * max(0.0, ticket.mean_paise - error),
        middle=_lift(came / in_time, missed_came / missed) * ticket.mean_paise,
        high=_lift(p_high, q_low) * (ticket.mean_paise + error),
    )


def _lift(in_time: float, missed: float) -> float:
    """Return how many of those who stayed away would have come, had they been answered."""
    return max(0.0, (in_time - missed) / (1 - missed)) if missed < 1 else 0.0


def value_figure(hours: Sequence[InquiryHour], worth: Worth | str, span: Span | None) -> Figure:
    """Return what the missed inquiries of these hours may have cost, in rupees, or why not."""
    if isinstance(worth, str) or span is None:
        missing = worth if isinstance(worth, str) else "No inquiry is on record."
        return too_little("INR", method=METHOD, missing=missing)
    lost = sum(row.missed_named - row.missed_came for row in hours)
    return Figure(
        value=_rupees(lost * worth.middle),
        unit="INR",
        basis=Basis.MODELLED,
        n=lost,
        method=METHOD,
        as_of=span.as_of,
        evidence=span.evidence,
        low=_rupees(lost * worth.low),
        high=_rupees(lost * worth.high),
        confidence=RANGE_CONFIDENCE,
    )


def _rupees(paise: float) -> float:
    return round(paise / _PAISE_PER_RUPEE, 2)


def asked_figure(hours: Sequence[InquiryHour], span: Span | None) -> Figure:
    """Return how many inquiries are on record."""
    asked = sum(row.asked for row in hours)
    return _count(asked, asked, span)


def _count(value: int, n: int, span: Span | None) -> Figure:
    if span is None:
        missing = "No inquiry is on record; send them to POST /api/v2/local/inquiries/imports."
        return too_little("inquiries", method=COUNT_METHOD, missing=missing)
    return count(value, n, unit="inquiries", method=COUNT_METHOD, span=span)


def _conversion(hours: Sequence[InquiryHour], span: Span | None) -> Figure:
    in_time = sum(row.in_time for row in hours)
    if span is None or in_time < MIN_INQUIRIES:
        missing = (
            f"At least {MIN_INQUIRIES} inquiries of named customers that were answered in time are "
            f"needed, {CONVERSION_DAYS} days before the last order; there are {in_time}."
        )
        return too_little("ratio", method=CONVERSION_METHOD, missing=missing)
    came = sum(row.in_time_came for row in hours)
    return ratio(came, in_time, method=CONVERSION_METHOD, span=span)


def _late_after() -> Figure:
    return Figure(
        value=LATE_AFTER_MINUTES,
        unit="minutes",
        basis=Basis.DECLARED,
        method="late_after@1",
        evidence=("rule:late_after_minutes",),
    )
