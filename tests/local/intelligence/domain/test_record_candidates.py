from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.customers.domain.findings import NO_FINDINGS
from local.customers.domain.lapsing import LapsingCounts, lapsing_counts
from local.customers.domain.missed_demand import InquiryHour
from local.customers.domain.missed_times import missed_times
from local.customers.domain.no_shows import LeadCount
from local.customers.domain.patterns import Leads
from local.intelligence.domain.opportunity import Candidate
from local.intelligence.domain.record_candidates import MOST_TIMES, record_candidates
from local.places.domain.level import Level
from shared.evidence import Basis
from tests.local.customers.domain import test_findings as records
from tests.local.customers.domain import test_missed_demand as inquiries
from tests.local.customers.domain.test_missed_demand import NO_ORDERS, TICKET, hour
from tests.local.customers.domain.test_no_shows import CONFOUNDED, row
from tests.local.customers.domain.visitors import SPAN, TODAY, visitor

ALWAYS = OpeningHours(((Opening("00:00", "24:00"),),) * 7)
EVENING = [hour(4, at, 1, 0, 9) for at in (21, 22, 23)]
AWAY = TODAY - timedelta(days=100)


def from_inquiries(
    *rows: InquiryHour, hours: OpeningHours | None = None, has_orders: bool = False
) -> list[Candidate]:
    found = missed_times(rows, TICKET if has_orders else NO_ORDERS, inquiries.SPAN)
    return list(record_candidates(replace(NO_FINDINGS, missed=found), hours))


def from_counts(counts: LapsingCounts) -> list[Candidate]:
    return list(record_candidates(replace(NO_FINDINGS, lapsing=counts), None))


def from_visitors(regulars: int, others: int, present: int) -> list[Candidate]:
    people = [
        *(visitor(n, days=6, gap=12.0, last=AWAY) for n in range(regulars)),
        *(visitor(n, last=AWAY) for n in range(others)),
        *(visitor(n) for n in range(present)),
    ]
    return from_counts(lapsing_counts(people, records.RECORDED.category, SPAN))


def from_appointments(*counts: LeadCount) -> list[Candidate]:
    leads = Leads(counts=counts, span=SPAN)
    found = records.found(leads=leads)
    kept = replace(NO_FINDINGS, no_shows=found.no_shows, reminders_noted=found.reminders_noted)
    return list(record_candidates(kept, None))


def test_without_records_there_is_nothing_to_do() -> None:
    assert list(record_candidates(NO_FINDINGS, ALWAYS)) == []


def test_missed_hours_side_by_side_are_one_opportunity() -> None:
    (found,) = from_inquiries(hour(0, 11, 80, 40, 2), *EVENING)
    assert found.key == "missed_demand:late_evening"
    assert found.title == (
        "Answer the inquiries that come late in the evening: Friday 21:00 to 24:00"
    )
    assert (found.impact, found.confidence_ratio) == (Level.HIGH, 0.7438)
    assert (found.basis, found.cost_paise) == (Basis.MODELLED, 0)
    assert found.evidence == ("inquiries:2026-01-01..2026-03-31",)
    assert [figure.value for figure in found.counted] == [30, 27, 0.9, None]


def test_a_time_keeps_its_key_while_hours_and_days_come_and_go() -> None:
    saturday = [replace(row, weekday=5) for row in EVENING]
    for rows in (EVENING, EVENING[:2], [*EVENING, *saturday], [*EVENING, hour(4, 20, 1, 0, 5)]):
        assert [found.key for found in from_inquiries(*rows)] == ["missed_demand:late_evening"]


def test_who_is_there_anyway_needs_less_effort_to_answer() -> None:
    assert [from_inquiries(*EVENING, hours=hours)[0].effort for hours in (ALWAYS, None)] == [
        Level.LOW,
        Level.MEDIUM,
    ]


def test_what_one_in_ten_inquiries_suffers_has_a_high_impact_and_less_a_medium_one() -> None:
    for asked_by_day, impact in ((240, Level.HIGH), (241, Level.MEDIUM)):
        (found,) = from_inquiries(hour(0, 11, asked_by_day, 0, 0), *EVENING)
        assert (found.counted[1].value, found.impact) == (27, impact)


def test_rupees_are_told_where_they_are_known() -> None:
    (found,) = from_inquiries(hour(0, 11, 80, 40, 0), *EVENING, has_orders=True)
    assert found.counted[-1].unit == "INR"
    assert found.counted[-1].low is not None
    assert "rupees" in found.why


def test_no_more_than_a_few_times_at_once() -> None:
    rows = [hour(0, at, 0, 0, 6) for at in (2, 8, 14, 18, 22)]
    assert len(from_inquiries(*rows)) == MOST_TIMES


def test_regulars_who_stay_away_are_worth_an_invitation_and_nobody_is_named() -> None:
    (found,) = from_visitors(regulars=8, others=2, present=30)
    assert (found.key, found.impact) == ("lapsing", Level.HIGH)
    assert found.confidence_ratio == pytest.approx((8 * 0.9 + 2 * 0.5) / 10)
    assert "10 of 40 customers" in found.why
    assert "8 of them used to come regularly" in found.why
    assert "only to those who agreed" in found.how


def test_who_came_once_weighs_less_than_a_regular() -> None:
    (found,) = from_visitors(regulars=0, others=10, present=30)
    assert (found.impact, found.confidence_ratio) == (Level.MEDIUM, 0.5)


@pytest.mark.parametrize(("away", "present"), [(4, 40), (19, 0), (0, 40)])
def test_few_customers_say_nothing(away: int, present: int) -> None:
    assert from_visitors(regulars=away, others=0, present=present) == []


def test_reminders_that_help_at_equal_lead_times_are_worth_sending_to_all() -> None:
    (found,) = from_appointments(*CONFOUNDED)
    assert (found.key, found.impact, found.confidence_ratio) == (
        "no_shows:remind",
        Level.HIGH,
        0.95,
    )
    assert "10 in 100 appointments fewer" in found.why
    assert "(2.78 to 17.2)" in found.why
    assert "4 days ahead or more" in found.how


def test_no_shows_long_ahead_without_a_word_on_reminders_are_worth_finding_out() -> None:
    (found,) = from_appointments(row(0, None, 5, 95), row(20, None, 40, 60), row(40, None, 12, 28))
    assert (found.key, found.impact) == ("no_shows:record_reminders", Level.LOW)
    assert "15 to 30 days ahead 40% were missed (31% to 50%)" in found.why
    (later,) = from_appointments(row(40, None, 40, 60))
    assert "31 or more days ahead" in later.why


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [row(20, None, 10, 10)],
        [row(20, None, 5, 95)],
        [row(0, None, 50, 50)],
        [row(20, True, 40, 60)],
        [row(20, True, 40, 60), row(20, False, 40, 60)],
    ],
    ids=["none", "too few", "few missed", "on the day", "all reminded", "no difference"],
)
def test_other_appointments_suggest_nothing(counts: list[LeadCount]) -> None:
    assert from_appointments(*counts) == []


@given(missed=st.integers(5, 60), more=st.integers(0, 60), in_time=st.integers(0, 4))
def test_a_time_at_which_more_go_in_vain_is_never_worth_less(
    missed: int, more: int, in_time: int
) -> None:
    other = hour(0, 11, 100, 0, 0)
    (fewer,) = from_inquiries(other, hour(4, 21, in_time, 0, missed))
    (worse,) = from_inquiries(other, hour(4, 21, in_time, 0, missed + more))
    assert worse.worth >= fewer.worth


@given(regulars=st.integers(0, 50), others=st.integers(5, 50))
def test_the_more_of_them_are_regulars_the_more_an_invitation_is_worth(
    regulars: int, others: int
) -> None:
    (some,) = from_visitors(regulars, others, 30)
    (more,) = from_visitors(regulars + 1, others - 1, 30)
    assert 0.5 <= some.confidence_ratio <= more.confidence_ratio <= 0.9
    assert some.worth <= more.worth
