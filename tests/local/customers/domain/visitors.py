"""Customers and spans for the tests of what visits say."""

from datetime import UTC, date, datetime
from uuid import UUID

from local.customers.domain.loyalty import Visitor
from local.customers.domain.samples import Span

TODAY = date(2026, 3, 31)
SPAN = Span(
    records="visits",
    first_day=date(2025, 4, 1),
    last_day=TODAY,
    as_of=datetime(2026, 3, 31, tzinfo=UTC),
)


def visitor(
    number: int,
    days: int = 1,
    last: date = TODAY,
    gap: float | None = None,
    paise: int | None = 100_00,
) -> Visitor:
    """Return one customer's visits."""
    return Visitor(
        customer_id=UUID(int=number),
        visit_days=days,
        last_day=last,
        usual_gap_days=gap,
        total_paise=paise,
    )
