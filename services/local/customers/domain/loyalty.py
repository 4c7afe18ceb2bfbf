"""Do customers come again, and how much of the money comes from the best of them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from uuid import UUID

from local.customers.domain.samples import Span, over, ratio, too_little
from shared.evidence import Figure

REPEAT_METHOD = "repeat_rate@1"
ACTIVE_METHOD = "active_on_two_days@1"
TOP_METHOD = "top_fifth_share@1"
WINDOW_DAYS = 90
MIN_CUSTOMERS = 20
TOP_FIFTH = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCounts:
    """How many customers came, and came on two days or more; the last 90 days apart."""

    customers: int
    on_two_days: int
    customers_in_window: int
    on_two_days_in_window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One customer's visits: days with an order or a kept appointment.

    `usual_gap_days` is the 90th percentile of the days between visits, None after one visit.
    """

    customer_id: UUID
    visit_days: int
    last_day: date
    usual_gap_days: float | None
    total_paise: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """How many come again: of the last 90 days, and of all days on record."""

    repeat_rate: Figure
    active_on_two_days: Figure
    top_fifth_share: Figure


def repeat_rate(counts: VisitCounts, span: Span | None) -> Figure:
    """Return which share of the customers of the last 90 recorded days came on two or more."""
    hits, n = counts.on_two_days_in_window, counts.customers_in_window
    return _share(hits, n, REPEAT_METHOD, span)


def loyalty(counts: VisitCounts, visitors: Sequence[Visitor], span: Span | None) -> Loyalty:
    """Return what the visits say of coming again."""
    return Loyalty(
        repeat_rate=repeat_rate(counts, span),
        active_on_two_days=_share(counts.on_two_days, counts.customers, ACTIVE_METHOD, span),
        top_fifth_share=_top_fifth_share(visitors, span),
    )


def _share(hits: int, n: int, method: str, span: Span | None) -> Figure:
    if span is None or n < MIN_CUSTOMERS:
        return _too_few("ratio", n, method, "with a visit")
    return ratio(hits, n, method=method, span=span)


def _top_fifth_share(visitors: Sequence[Visitor], span: Span | None) -> Figure:
    totals = sorted((v.total_paise for v in visitors if v.total_paise is not None), reverse=True)
    n = len(totals)
    if span is None or n < MIN_CUSTOMERS or not sum(totals):
        return _too_few("ratio", n, TOP_METHOD, "with the sums of their orders")
    share = sum(totals[: ceil(n * TOP_FIFTH)]) / sum(totals)
    return over(span, round(share, 4), "ratio", n=n, method=TOP_METHOD)


def _too_few(unit: str, n: int, method: str, needed: str) -> Figure:
    missing = (
        f"At least {MIN_CUSTOMERS} customers {needed} are needed; there are {n}. Send orders that "
        "name their customers to POST /api/v2/local/orders/imports."
    )
    return too_little(unit, method=method, missing=missing)
