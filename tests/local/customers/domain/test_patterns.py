from datetime import UTC, date, datetime

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.loyalty import VisitCounts
from local.customers.domain.missed_demand import Ticket
from local.customers.domain.patterns import (
    NO_VISITS,
    NOTHING_TIMED,
    Event,
    Leads,
    Recorded,
    Timed,
    Visits,
    customer_analysis,
    customer_patterns,
)
from local.customers.domain.samples import Span

SPAN = Span(
    records="appointments",
    first_day=date(2025, 1, 1),
    last_day=date(2025, 12, 31),
    as_of=datetime(2025, 12, 31, tzinfo=UTC),
)
COUNTS = VisitCounts(customers=50, on_two_days=30, customers_in_window=40, on_two_days_in_window=20)


def test_kept_appointments_tell_the_hours_where_orders_do_not() -> None:
    appointments = Timed(counts={(5, 11): 60}, span=SPAN)
    found = customer_patterns(
        orders=Timed(counts={(0, 9): 3}, span=SPAN),
        appointments=appointments,
        visits=Visits(counts=COUNTS, span=SPAN),
    )
    assert found.busiest_hours.value == "saturday 11:00"
    assert found.repeat_rate.value == 0.5


def test_without_records_the_figures_say_what_is_missing() -> None:
    found = customer_patterns()
    for figure in (found.busiest_hours, found.repeat_rate):
        assert (figure.value, figure.reason) == (None, "insufficient_data")


def test_an_empty_shop_has_an_analysis_without_numbers() -> None:
    found = customer_analysis(
        Recorded(
            category=BusinessCategory.SALON,
            timed=dict.fromkeys(Event, NOTHING_TIMED),
            visits=NO_VISITS,
            visitors=[],
            leads=Leads(counts=[], span=None),
            inquiries=[],
            ticket=Ticket(n=0, mean_paise=0, deviation_paise=0),
        )
    )
    for hours in (
        found.order_hours,
        found.appointment_hours,
        found.booking_hours,
        found.inquiry_hours,
    ):
        assert hours.rates is None
    assert found.no_shows.rate.value is None
    assert found.missed_demand.value.value is None
