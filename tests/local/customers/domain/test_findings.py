from dataclasses import replace
from datetime import timedelta

from local.businesses.domain.category import BusinessCategory
from local.customers.domain.findings import NO_FINDINGS, CustomerFindings, customer_findings
from local.customers.domain.missed_demand import Ticket
from local.customers.domain.patterns import NO_VISITS, Event, Leads, Recorded, Timed, Visits
from tests.local.customers.domain import test_missed_demand as inquiries
from tests.local.customers.domain import test_no_shows as appointments
from tests.local.customers.domain.visitors import SPAN, TODAY, visitor

AWAY = TODAY - timedelta(days=100)
RECORDED = Recorded(
    category=BusinessCategory.SALON,
    timed={Event.INQUIRIES: Timed(counts={}, span=inquiries.SPAN)},
    visits=Visits(counts=NO_VISITS.counts, span=SPAN),
    visitors=[visitor(1, days=6, gap=12.0, last=AWAY), visitor(2, last=AWAY), visitor(3)],
    leads=Leads(counts=appointments.CONFOUNDED, span=appointments.SPAN),
    inquiries=inquiries.WEEK,
    ticket=inquiries.TICKET,
)


def found(**changes: object) -> CustomerFindings:
    return customer_findings(replace(RECORDED, **changes))


def test_who_stays_away_is_counted_and_of_these_the_regulars() -> None:
    counts = found().lapsing
    assert (counts.lapsing.value, counts.lapsing.n, counts.by_own_gap.value) == (2, 3, 1)


def test_it_is_known_of_how_many_appointments_whether_the_customer_was_reminded() -> None:
    noted = found().reminders_noted
    assert (noted.value, noted.n) == (2_100, 2_200)


def test_every_figure_has_a_name_of_its_own() -> None:
    figures = found().figures()
    assert figures["lapsing"].value == 2
    assert figures["missed_demand:late_evening:missed"].value == 58
    assert figures["no_shows:difference"].value == -0.1
    assert figures["no_shows:from_4_days"].n == 500


def test_other_records_are_other_figures() -> None:
    assert found(ticket=Ticket(n=0, mean_paise=0, deviation_paise=0)).figures() != found().figures()


def test_without_records_every_figure_says_what_would_supply_it() -> None:
    figures = NO_FINDINGS.figures().values()
    assert {figure.reason for figure in figures} == {"insufficient_data"}
    assert all(figure.missing for figure in figures)
