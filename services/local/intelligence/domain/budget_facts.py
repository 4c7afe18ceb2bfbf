"""What does the split of a budget rest on?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.records import RecordKind
from local.intelligence.domain.return_fit import (
    ReturnFit,
    lacking,
    return_fit,
    usable_months,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFacts:
    """The fee, what channels cost and brought, and how many records each month had."""

    fee_paise: int
    results: Sequence[ChannelMonth] = ()
    inquiries: MonthlyCounts | None = None
    appointments: MonthlyCounts | None = None

    @property
    def recorded(self) -> Mapping[RecordKind, MonthlyCounts | None]:
        """Return the records by their kind."""
        return {
            RecordKind.INQUIRIES: self.inquiries,
            RecordKind.APPOINTMENTS: self.appointments,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRecord:
    """A channel's usable months: the curve that they gave, or what they lack."""

    fit: ReturnFit | None
    lacks: str | None


def channel_records(facts: BudgetFacts, today: date) -> Mapping[str, ChannelRecord]:
    """Return what is known of each channel from its own finished months."""
    return {
        channel.value: _record(
            [month for month in facts.results if month.channel == channel], today
        )
        for channel in Channel
    }


def _record(months: Sequence[ChannelMonth], today: date) -> ChannelRecord:
    usable = usable_months(months, today)
    lacks = lacking(usable)
    return ChannelRecord(fit=None if lacks else return_fit(usable), lacks=lacks)
