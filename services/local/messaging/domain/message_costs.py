"""What will a message cost, and does it fit under the month's cap?

The estimate is the dearest that the message can become, so that what is reserved is never less than
what is billed; what WhatsApp says when the message is delivered takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from local.intelligence.domain.message_rates import MessageCategory, rates_on

METHOD = "message_costs@1"
NOTHING = Decimal(0)
_CATEGORIES: Mapping[str, MessageCategory] = {
    "service": MessageCategory.SERVICE,
    "utility": MessageCategory.UTILITY,
    "marketing": MessageCategory.MARKETING,
    "authentication": MessageCategory.AUTHENTICATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSoFar:
    """What a month's messages of a number have cost or may still, and how many were service."""

    spent_paise: Decimal = NOTHING
    service_messages: int = 0


def month_of_bill(now: datetime, timezone: str) -> date:
    """Return the first day of the month that a message is billed in."""
    return now.astimezone(ZoneInfo(timezone)).date().replace(day=1)


def estimate_paise(
    category: str, day: date, month: MonthSoFar, *, is_in_window: bool, is_free: bool
) -> Decimal | None:
    """Return what one more message may cost; None where no price is known for that day.

    `is_free` is: the person came by an advertisement within the last 72 hours.
    """
    kind = _CATEGORIES.get(category)
    if kind is MessageCategory.UTILITY and is_in_window:
        kind = MessageCategory.UTILITY_IN_WINDOW
    rate = None if kind is None else rates_on(day).get(kind)
    if rate is None:
        return None
    if is_free:
        return NOTHING
    sent = month.service_messages if kind is MessageCategory.SERVICE else 0
    return rate.cost_paise(sent + 1) - rate.cost_paise(sent)


def actual_paise(
    category: str | None, day: date, reserved: Decimal, *, is_billable: bool | None
) -> Decimal:
    """Return what a delivered message costs by WhatsApp's word; where it says nothing, as reserved.

    A message may be billed in another category than it was sent in.
    """
    if is_billable is None:
        return reserved
    if not is_billable:
        return NOTHING
    kind = _CATEGORIES.get((category or "").lower())
    rate = None if kind is None else rates_on(day).get(kind)
    return reserved if rate is None else rate.rate_paise
