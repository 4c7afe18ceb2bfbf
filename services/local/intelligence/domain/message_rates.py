"""What does a message on WhatsApp cost, and from which day? Rows of prices, each with its source.

All sources are secondary: what others wrote about the price list, not the list itself. A price
that changes is a new row; none is ever edited, so that a past month keeps its price.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

INDIA = "IN"
GST_RATIO = Decimal("0.18")
_JANUARY = date(2026, 1, 1)
_OCTOBER = date(2026, 10, 1)
_SINCE_JANUARY = (
    "https://richautomate.in/blog/whatsapp-meta-india-rate-hike-january-2026-marketing-cost-impact"
)
_SINCE_OCTOBER = (
    "https://glama.ai/mcp/connectors/tools.wha/whatsapp-tools/tools/estimate_whatsapp_api_cost"
)


class MessageCategory(StrEnum):
    """What a message is charged as; the window is the 24 hours after a customer's own message."""

    SERVICE = "service"
    UTILITY = "utility"
    UTILITY_IN_WINDOW = "utility_in_window"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRate:
    """The price of a delivered message, without GST and without what a provider adds."""

    effective_from: date
    market: str
    category: MessageCategory
    rate_paise: Decimal
    free_per_number_and_month: int
    source: str

    @property
    def evidence(self) -> str:
        """Return how a figure cites it."""
        return f"message_rate:{self.market}:{self.category}:{self.effective_from}"

    def cost_paise(self, messages: int) -> Decimal:
        """Return what a month's messages of one number cost."""
        return self.rate_paise * max(messages - self.free_per_number_and_month, 0)


def _india(
    effective_from: date, category: MessageCategory, rate_paise: str, free: int, source: str
) -> MessageRate:
    return MessageRate(
        effective_from=effective_from,
        market=INDIA,
        category=category,
        rate_paise=Decimal(rate_paise),
        free_per_number_and_month=free,
        source=source,
    )


# In the order of their days, each the first of a month.
RATES = (
    _india(_JANUARY, MessageCategory.MARKETING, "86.31", 0, _SINCE_JANUARY),
    _india(_JANUARY, MessageCategory.UTILITY, "11.5", 0, _SINCE_JANUARY),
    _india(_JANUARY, MessageCategory.AUTHENTICATION, "11.5", 0, _SINCE_JANUARY),
    _india(_JANUARY, MessageCategory.UTILITY_IN_WINDOW, "0", 0, _SINCE_JANUARY),
    _india(_JANUARY, MessageCategory.SERVICE, "0", 0, _SINCE_JANUARY),
    _india(_OCTOBER, MessageCategory.UTILITY_IN_WINDOW, "11.5", 0, _SINCE_OCTOBER),
    _india(_OCTOBER, MessageCategory.SERVICE, "11.5", 1_000, _SINCE_OCTOBER),
)


def rates_on(day: date) -> Mapping[MessageCategory, MessageRate]:
    """Return the price of each kind that is in force; none before the first row."""
    return {rate.category: rate for rate in RATES if rate.effective_from <= day}


def bill_paise(
    messages: Mapping[MessageCategory, int], rates: Mapping[MessageCategory, MessageRate]
) -> int:
    """Return what a month's messages of one number cost, without GST, to the nearest paisa."""
    return _whole(sum((rates[kind].cost_paise(n) for kind, n in messages.items()), Decimal(0)))


def gst_paise(paise: int) -> int:
    """Return the tax on a bill, to the nearest paisa."""
    return _whole(paise * GST_RATIO)


def _whole(paise: Decimal) -> int:
    return int(paise.to_integral_value(ROUND_HALF_UP))
