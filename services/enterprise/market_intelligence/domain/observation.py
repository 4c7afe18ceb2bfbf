"""What did one channel cost and bring on one day?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Data-driven attribution splits a conversion over several channels: vendors export 0.37 of one.
# Whole millionths keep such parts, and their sums are the same in whatever order they are added.
MILLIONTHS = 1_000_000


class Metric(StrEnum):
    """A number that a channel has for each day; the name is also its column in a file."""

    SPEND = "spend"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"
    CONVERSIONS = "conversions"
    REVENUE = "revenue"


OUTCOMES = (Metric.IMPRESSIONS, Metric.CLICKS, Metric.CONVERSIONS, Metric.REVENUE)
# How many stored units make one unit that people read: paise a rupee, millionths a conversion.
STORED_UNITS = {
    Metric.SPEND: 100,
    Metric.IMPRESSIONS: 1,
    Metric.CLICKS: 1,
    Metric.CONVERSIONS: MILLIONTHS,
    Metric.REVENUE: 100,
}
READ_AS = {
    Metric.SPEND: "INR",
    Metric.IMPRESSIONS: "impressions",
    Metric.CLICKS: "clicks",
    Metric.CONVERSIONS: "conversions",
    Metric.REVENUE: "INR",
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One channel's day; an outcome that nobody reported is None, which is not zero."""

    day: date
    channel: str
    spend_paise: int
    impressions: int | None = None
    clicks: int | None = None
    conversions_millionths: int | None = None
    revenue_paise: int | None = None

    def values(self) -> tuple[int | None, ...]:
        """Return the numbers in the order of `Metric`."""
        return (
            self.spend_paise,
            self.impressions,
            self.clicks,
            self.conversions_millionths,
            self.revenue_paise,
        )
