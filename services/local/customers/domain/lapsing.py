"""Who has stayed away longer than usual? Longer than nine in ten of the customer's own gaps.

Where a customer has too few gaps for that, the trade's default counts; it is our own starting
judgement, declared and not measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.loyalty import Visitor
from local.customers.domain.samples import Span, count, over, too_little
from shared.evidence import Basis, Figure

METHOD = "lapsing@1"
# Five visits: with fewer, the largest gap is no more than the only one or two there were.
MIN_VISIT_DAYS = 5
CUSTOMERS_LISTED = 100
DEFAULT_GAP_DAYS: Mapping[BusinessCategory, int] = {
    BusinessCategory.RESTAURANT: 45,
    BusinessCategory.CAFE: 30,
    BusinessCategory.BAKERY: 30,
    BusinessCategory.SALON: 60,
    BusinessCategory.SPA: 90,
    BusinessCategory.GYM: 21,
    BusinessCategory.CLINIC: 180,
    BusinessCategory.PHARMACY: 60,
    BusinessCategory.GROCERY: 21,
    BusinessCategory.CLOTHING: 120,
    BusinessCategory.JEWELLERY: 365,
    BusinessCategory.ELECTRONICS: 365,
    BusinessCategory.RETAIL: 90,
    BusinessCategory.AUTOMOTIVE: 180,
    BusinessCategory.EDUCATION: 60,
    BusinessCategory.HOTEL: 365,
    BusinessCategory.SERVICES: 180,
    BusinessCategory.OTHER: 90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsingCustomer:
    """A customer who has stayed away longer than `gap_limit` says; no name, only our id."""

    customer_id: UUID
    last_visit: date
    gap_limit: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsing:
    """How many customers stay away, seen from the last day on record, and the most valuable."""

    lapsing: Figure
    default_gap: Figure
    customers: tuple[LapsingCustomer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsingCounts:
    """How many customers stay away, and how many of these by a measure of their own."""

    lapsing: Figure
    by_own_gap: Figure


def own_gap_days(visitor: Visitor) -> float | None:
    """Return the longest silence that is usual for the customer, None after too few visits."""
    return visitor.usual_gap_days if visitor.visit_days >= MIN_VISIT_DAYS else None


def lapsing(visitors: Sequence[Visitor], category: BusinessCategory, span: Span | None) -> Lapsing:
    """Return who has stayed away, the most valuable first."""
    default_gap = _default_gap(category, DEFAULT_GAP_DAYS[category])
    if span is None or not visitors:
        return Lapsing(lapsing=_nobody(), default_gap=default_gap, customers=())
    away = _away(visitors, category, span)
    away.sort(key=lambda visitor: (-(visitor.total_paise or 0), visitor.customer_id))
    return Lapsing(
        lapsing=count(len(away), len(visitors), unit="customers", method=METHOD, span=span),
        default_gap=default_gap,
        customers=tuple(_listed(visitor, default_gap, span) for visitor in away[:CUSTOMERS_LISTED]),
    )


def lapsing_counts(
    visitors: Sequence[Visitor], category: BusinessCategory, span: Span | None
) -> LapsingCounts:
    """Return how many stay away, and nothing that tells one of them from another."""
    if span is None or not visitors:
        return LapsingCounts(lapsing=_nobody(), by_own_gap=_nobody())
    away = _away(visitors, category, span)
    regulars = [visitor for visitor in away if own_gap_days(visitor) is not None]

    def of_all(some: Sequence[Visitor]) -> Figure:
        return count(len(some), len(visitors), unit="customers", method=METHOD, span=span)

    return LapsingCounts(lapsing=of_all(away), by_own_gap=of_all(regulars))


def _nobody() -> Figure:
    missing = "No visit of a named customer is on record; send orders or appointments."
    return too_little("customers", method=METHOD, missing=missing)


def _away(visitors: Sequence[Visitor], category: BusinessCategory, span: Span) -> list[Visitor]:
    default_days = DEFAULT_GAP_DAYS[category]
    return [visitor for visitor in visitors if _is_away(visitor, default_days, span.last_day)]


def _is_away(visitor: Visitor, default_days: int, today: date) -> bool:
    own = own_gap_days(visitor)
    return (today - visitor.last_day).days > (default_days if own is None else own)


def _listed(visitor: Visitor, default_gap: Figure, span: Span) -> LapsingCustomer:
    own = own_gap_days(visitor)
    return LapsingCustomer(
        customer_id=visitor.customer_id,
        last_visit=visitor.last_day,
        gap_limit=default_gap if own is None else _own_gap(own, visitor, span),
    )


def _own_gap(days: float, visitor: Visitor, span: Span) -> Figure:
    return over(span, round(days, 1), "days", n=visitor.visit_days - 1, method="own_gap_p90@1")


def _default_gap(category: BusinessCategory, days: int) -> Figure:
    return Figure(
        value=days,
        unit="days",
        basis=Basis.DECLARED,
        method="default_gap@1",
        evidence=(f"rule:default_gap_days:{category}",),
    )
