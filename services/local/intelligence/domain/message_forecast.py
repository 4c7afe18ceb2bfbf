"""What will a month's messages cost? The shop's own last months, priced by this month's rates.

Nothing is sent yet: the forecast is of what it would cost to answer every inquiry once and to
remind of every appointment twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from local.channel_results.domain.months import month_after, month_name, month_of
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.records import RecordKind
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.intelligence.domain.message_rates import (
    MessageCategory,
    MessageRate,
    bill_paise,
    gst_paise,
    rates_on,
)
from shared.evidence import Basis, Figure, unknown
from shared.money import rupees_of

METHOD = "message_forecast@1"
MOST_MONTHS = 3
# Records that stopped a year ago say nothing of this month.
_MONTHS_LOOKED_AT = 12
# Not every day of a shop has a record: a month counts whose first and last week are reached.
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
# What each record would be answered with: its kind of message, and how many of them.
_MESSAGES: Mapping[RecordKind, tuple[MessageCategory, int]] = {
    RecordKind.INQUIRIES: (MessageCategory.SERVICE, 1),
    RecordKind.APPOINTMENTS: (MessageCategory.UTILITY, 2),
}
_ASSUMES = (
    "Every inquiry is answered by one message, and of every appointment that is not cancelled the "
    "customer is reminded by two. Messages of marketing come out of whatsapp_messages, and what a "
    "provider adds to the price is not in it."
)

Counts = Mapping[RecordKind, Mapping[date, int]]
Rates = Mapping[MessageCategory, MessageRate]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCosts:
    """What the forecast is made of, and what it takes for granted."""

    assumes: str
    service_messages: Figure
    utility_messages: Figure
    cost_before_gst: Figure
    gst: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForecast:
    """A month's messages: the cost with GST, as a sum and as a figure, and its parts."""

    paise: int | None
    cost: Figure
    costs: MessageCosts


@dataclass(frozen=True, slots=True)
class _Grounds:
    """The months of each kind of record that a forecast rests on, and the prices."""

    counts: Counts
    rates: Rates
    as_of: datetime

    @property
    def months(self) -> Sequence[date]:
        """Return the newest months that every kind on record has."""
        shared = set[date].intersection(*(set(months) for months in self.counts.values()))
        return sorted(shared)[-MOST_MONTHS:]

    @property
    def bills(self) -> Sequence[int]:
        """Return what each month would have cost at the present prices, without GST."""
        return [
            bill_paise({kind: n[month] for kind, n in self._messages().items()}, self.rates)
            for month in self.months
        ]

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the months and the prices."""
        prices = (self.rates[_MESSAGES[kind][0]].evidence for kind in self.counts)
        return (*(fact for kind in self.counts for fact in self.cited(kind)), *prices)

    @property
    def n(self) -> int:
        """Return how many records were counted."""
        return sum(months[month] for months in self.counts.values() for month in self.months)

    def cited(self, kind: RecordKind) -> tuple[str, ...]:
        """Return how a figure cites the months of a kind of record."""
        return tuple(f"{kind}:{month_name(month)}" for month in self.months)

    def _messages(self) -> Mapping[MessageCategory, Mapping[date, int]]:
        return {
            category: {month: each * n for month, n in self.counts[kind].items()}
            for kind, (category, each) in _MESSAGES.items()
            if kind in self.counts
        }


def message_forecast(
    recorded: Mapping[RecordKind, MonthlyCounts | None], as_of: datetime
) -> MessageForecast:
    """Return the forecast of the month of `as_of`, or what is missing for it."""
    today = as_of.date()
    counts = {kind: months_on_record(recorded.get(kind), today) for kind in _MESSAGES}
    known = {kind: months for kind, months in counts.items() if months}
    rates = rates_on(month_of(today))
    found = _Grounds(known, rates, as_of) if known and rates else None
    if found is None or not found.months:
        return _unknown(has_rates=bool(rates))
    return _forecast(found)


def months_on_record(counts: MonthlyCounts | None, today: date) -> Mapping[date, int]:
    """Return the records of each of the last finished months that was recorded to its end."""
    if counts is None:
        return {}
    by_month = dict(counts.by_month)
    return {
        month: by_month.get(month, 0)
        for month in _finished_months(today)
        if counts.first_day < month + _WEEK and counts.last_day >= month_after(month) - _WEEK
    }


def _finished_months(today: date) -> Sequence[date]:
    months = [month_of(today)]
    while len(months) <= _MONTHS_LOOKED_AT:
        months.append(month_of(months[-1] - _DAY))
    return months[:0:-1]


def _forecast(found: _Grounds) -> MessageForecast:
    bills = found.bills
    before = _mean(bills)
    tax = gst_paise(before)
    with_tax = [bill + gst_paise(bill) for bill in bills]
    return MessageForecast(
        paise=before + tax,
        cost=_rupees(before + tax, with_tax, found),
        costs=MessageCosts(
            assumes=_ASSUMES,
            service_messages=_messages(RecordKind.INQUIRIES, found),
            utility_messages=_messages(RecordKind.APPOINTMENTS, found),
            cost_before_gst=_rupees(before, bills, found),
            gst=_rupees(tax, [gst_paise(bill) for bill in bills], found),
        ),
    )


def _messages(kind: RecordKind, found: _Grounds) -> Figure:
    if kind not in found.counts:
        return _missing("messages", _whole_month(kind))
    each = _MESSAGES[kind][1]
    records = [found.counts[kind][month] for month in found.months]
    value = round(each * sum(records) / len(records), 1)
    ends = each * min(records), each * max(records)
    return _modelled(value, "messages", ends, found, sum(records), found.cited(kind))


def _rupees(paise: int, by_month: Sequence[int], found: _Grounds) -> Figure:
    ends = float(rupees_of(min(by_month))), float(rupees_of(max(by_month)))
    return _modelled(str(rupees_of(paise)), "INR", ends, found, found.n, found.evidence)


def _modelled(
    value: float | str,
    unit: str,
    ends: tuple[float, float],
    found: _Grounds,
    n: int,
    evidence: tuple[str, ...],
) -> Figure:
    """Return a figure; a further month like the others lies within their ends this often."""
    months = len(found.months)
    confidence = round((months - 1) / (months + 1), 4)
    low, high = ends if confidence else (None, None)
    return Figure(
        value=value,
        unit=unit,
        basis=Basis.MODELLED,
        n=n,
        method=METHOD,
        as_of=found.as_of,
        evidence=evidence,
        low=low,
        high=high,
        confidence=confidence or None,
    )


def _unknown(*, has_rates: bool) -> MessageForecast:
    needs = (
        "Import the inquiries or the appointments of one whole month or more of the last twelve."
        if has_rates
        else "The prices of messages in this month are not on file."
    )
    return MessageForecast(
        paise=None,
        cost=_missing("INR", needs),
        costs=MessageCosts(
            assumes=_ASSUMES,
            service_messages=_missing("messages", _whole_month(RecordKind.INQUIRIES)),
            utility_messages=_missing("messages", _whole_month(RecordKind.APPOINTMENTS)),
            cost_before_gst=_missing("INR", needs),
            gst=_missing("INR", needs),
        ),
    )


def _whole_month(kind: RecordKind) -> str:
    return f"Import the {kind} of one whole month or more of the last twelve."


def _missing(unit: str, missing: str) -> Figure:
    return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)


def _mean(paise: Sequence[int]) -> int:
    return (2 * sum(paise) + len(paise)) // (2 * len(paise))
