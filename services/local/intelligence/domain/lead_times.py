"""How long before an occasion must a trade begin? Our own rule, declared and not measured.

What must be ordered, sewn or booked takes weeks; what is cooked or stocked takes days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from local.businesses.domain.category import BusinessCategory
from local.intelligence.domain.figures import declared
from shared.evidence import Figure

METHOD = "lead_time_by_trade@1"
# What comes every month needs no more than this in any trade.
MONTHLY_LEAD_DAYS = 5
LEAD_DAYS: Mapping[BusinessCategory, int] = {
    BusinessCategory.RESTAURANT: 14,
    BusinessCategory.CAFE: 10,
    BusinessCategory.BAKERY: 14,
    BusinessCategory.SALON: 14,
    BusinessCategory.SPA: 14,
    BusinessCategory.GYM: 21,
    BusinessCategory.CLINIC: 7,
    BusinessCategory.PHARMACY: 7,
    BusinessCategory.GROCERY: 14,
    BusinessCategory.CLOTHING: 45,
    BusinessCategory.JEWELLERY: 45,
    BusinessCategory.ELECTRONICS: 30,
    BusinessCategory.RETAIL: 30,
    BusinessCategory.AUTOMOTIVE: 30,
    BusinessCategory.EDUCATION: 45,
    BusinessCategory.HOTEL: 45,
    BusinessCategory.SERVICES: 14,
    BusinessCategory.OTHER: 14,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """By when to begin; a day that is past means: begin now."""

    lead_time: Figure
    prepare_by: date


def preparation(
    category: BusinessCategory, first_day: date, as_of: datetime, *, is_monthly: bool = False
) -> Preparation:
    """Return when this trade must begin for an occasion."""
    usual = LEAD_DAYS[category]
    days = min(usual, MONTHLY_LEAD_DAYS) if is_monthly else usual
    evidence = (f"starting_rule:{METHOD}:{category}",)
    return Preparation(
        lead_time=declared(days, "days", method=METHOD, evidence=evidence, as_of=as_of),
        prepare_by=first_day - timedelta(days=days),
    )
