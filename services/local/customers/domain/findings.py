"""What do the records say that an owner can act on? Sums only: nothing in them is of one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.lapsing import LapsingCounts, lapsing_counts
from local.customers.domain.missed_demand import Ticket
from local.customers.domain.missed_times import MissedTimes, missed_times
from local.customers.domain.no_shows import NoShows, no_shows
from local.customers.domain.patterns import (
    NO_VISITS,
    NOTHING_TIMED,
    Event,
    Leads,
    Recorded,
)
from local.customers.domain.samples import count, too_little
from shared.evidence import Figure

NOTED_METHOD = "reminders_noted@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFindings:
    """Inquiries in vain, customers who stay away, appointments that nobody kept."""

    missed: MissedTimes
    lapsing: LapsingCounts
    no_shows: NoShows
    reminders_noted: Figure

    def figures(self) -> Mapping[str, Figure]:
        """Return every figure by the name of the fact that it states."""
        reminders = self.no_shows.reminders
        return {
            "missed_demand:asked": self.missed.asked,
            **{
                f"missed_demand:{time.part}:{name}": figure
                for time in self.missed.times
                for name, figure in (("missed", time.missed), ("value", time.value))
            },
            "lapsing": self.lapsing.lapsing,
            "lapsing:by_own_gap": self.lapsing.by_own_gap,
            "reminders_noted": self.reminders_noted,
            "no_shows": self.no_shows.rate,
            **{
                f"no_shows:from_{band.from_days}_days": band.rate
                for band in self.no_shows.by_lead_time
            },
            "no_shows:reminded": reminders.with_reminder,
            "no_shows:not_reminded": reminders.without_reminder,
            "no_shows:difference": reminders.difference,
        }


def customer_findings(recorded: Recorded) -> CustomerFindings:
    """Return what follows from the records, and from nothing else."""
    span = recorded.visits.span
    return CustomerFindings(
        missed=missed_times(
            recorded.inquiries, recorded.ticket, recorded.timed[Event.INQUIRIES].span
        ),
        lapsing=lapsing_counts(recorded.visitors, recorded.category, span),
        no_shows=no_shows(recorded.leads.counts, recorded.leads.span),
        reminders_noted=_reminders_noted(recorded.leads),
    )


def _reminders_noted(leads: Leads) -> Figure:
    """Return of how many appointments it is known whether the customer was reminded."""
    if leads.span is None:
        missing = "No appointment with an outcome is on record; send them with `reminded`."
        return too_little("appointments", method=NOTED_METHOD, missing=missing)
    everything = sum(row.missed + row.kept for row in leads.counts)
    noted = sum(row.missed + row.kept for row in leads.counts if row.was_reminded is not None)
    return count(noted, everything, unit="appointments", method=NOTED_METHOD, span=leads.span)


NO_FINDINGS = customer_findings(
    Recorded(
        category=BusinessCategory.OTHER,
        timed={Event.INQUIRIES: NOTHING_TIMED},
        visits=NO_VISITS,
        visitors=(),
        leads=Leads(counts=(), span=None),
        inquiries=(),
        ticket=Ticket(n=0, mean_paise=0.0, deviation_paise=0.0),
    )
)
