"""What do the records of a shop's customers say, all together?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.hour_map import HourCounts, HourMap, hour_map
from local.customers.domain.lapsing import Lapsing, lapsing
from local.customers.domain.loyalty import Loyalty, VisitCounts, Visitor, loyalty, repeat_rate
from local.customers.domain.missed_demand import (
    InquiryHour,
    MissedDemand,
    Ticket,
    missed_demand,
)
from local.customers.domain.no_shows import LeadCount, NoShows, no_shows
from local.customers.domain.samples import Span
from local.customers.domain.segments import SegmentFigures, segments
from shared.evidence import Figure

VISITS = "visits"


class Event(StrEnum):
    """What happens at an hour of the week; an appointment counts when it was kept."""

    ORDERS = "orders"
    APPOINTMENTS = "appointments"
    BOOKINGS = "bookings"
    INQUIRIES = "inquiries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Events with a time of day, counted by hour of the week."""

    counts: HourCounts
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often customers came: counts, and from which day to which."""

    counts: VisitCounts
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Appointments with an outcome, by lead time and reminder."""

    counts: Sequence[LeadCount]
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Everything that the patterns rest on; the same records give the same patterns."""

    category: BusinessCategory
    timed: Mapping[Event, Timed]
    visits: Visits
    visitors: Sequence[Visitor]
    leads: Leads
    inquiries: Sequence[InquiryHour]
    ticket: Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPatterns:
    """When customers come, and whether they come again."""

    busiest_hours: Figure
    repeat_rate: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAnalysis:
    """What the records say; nothing in it names a customer but by our id."""

    order_hours: HourMap
    appointment_hours: HourMap
    booking_hours: HourMap
    inquiry_hours: HourMap
    loyalty: Loyalty
    segments: tuple[SegmentFigures, ...]
    lapsing: Lapsing
    no_shows: NoShows
    missed_demand: MissedDemand


NOTHING_TIMED = Timed(counts={}, span=None)
NO_VISITS = Visits(
    counts=VisitCounts(customers=0, on_two_days=0, customers_in_window=0, on_two_days_in_window=0),
    span=None,
)


def customer_patterns(
    orders: Timed = NOTHING_TIMED, appointments: Timed = NOTHING_TIMED, visits: Visits = NO_VISITS
) -> CustomerPatterns:
    """Return the two figures of the daily insights; orders tell the hours, else appointments."""
    busier = max(orders, appointments, key=lambda timed: sum(timed.counts.values()))
    return CustomerPatterns(
        busiest_hours=hour_map(busier.counts, busier.span).busiest,
        repeat_rate=repeat_rate(visits.counts, visits.span),
    )


NO_PATTERNS = customer_patterns()


def customer_analysis(recorded: Recorded) -> CustomerAnalysis:
    """Return what follows from the records, and from nothing else."""
    maps = {event: hour_map(timed.counts, timed.span) for event, timed in recorded.timed.items()}
    visits = recorded.visits
    return CustomerAnalysis(
        order_hours=maps[Event.ORDERS],
        appointment_hours=maps[Event.APPOINTMENTS],
        booking_hours=maps[Event.BOOKINGS],
        inquiry_hours=maps[Event.INQUIRIES],
        loyalty=loyalty(visits.counts, recorded.visitors, visits.span),
        segments=segments(recorded.visitors, visits.span),
        lapsing=lapsing(recorded.visitors, recorded.category, visits.span),
        no_shows=no_shows(recorded.leads.counts, recorded.leads.span),
        missed_demand=missed_demand(
            recorded.inquiries, recorded.ticket, recorded.timed[Event.INQUIRIES].span
        ),
    )
