from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.missed_demand import InquiryHour, Ticket, missed_demand
from local.customers.domain.samples import Span
from shared.evidence import Basis, Figure

SPAN = Span(
    records="inquiries",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 3, 31),
    as_of=datetime(2026, 3, 31, tzinfo=UTC),
)
TICKET = Ticket(n=100, mean_paise=50_000, deviation_paise=10_000)
NO_ORDERS = Ticket(n=0, mean_paise=0, deviation_paise=0)


def hour(
    weekday: int, at: int, in_time: int, came: int, missed: int, missed_came: int = 0
) -> InquiryHour:
    return InquiryHour(
        weekday=weekday,
        hour=at,
        asked=in_time + missed,
        missed=missed,
        in_time=in_time,
        in_time_came=came,
        missed_named=missed,
        missed_came=missed_came,
    )


WEEK = [hour(0, 11, 80, 40, 2), hour(4, 21, 10, 5, 30), hour(4, 22, 10, 5, 28)]


def numbers(figure: Figure) -> tuple[float, float, float]:
    assert figure.low is not None
    assert figure.high is not None
    return figure.low, float(str(figure.value)), figure.high


def test_the_planted_evening_ranks_first_with_a_range_in_rupees() -> None:
    found = missed_demand(WEEK, TICKET, SPAN)
    assert [(row.weekday, row.hour, row.missed.value) for row in found.hours] == [
        ("friday", 21, 30),
        ("friday", 22, 28),
        ("monday", 11, 2),
    ]
    assert found.conversion_in_time.value == 0.5
    low, value, high = numbers(found.value)
    # 60 missed, half of whom would have come, at 500 rupees; nobody came unanswered.
    assert value == 15_000
    assert low < value < high
    assert (found.value.basis, found.value.unit, found.value.n) == (Basis.MODELLED, "INR", 60)


def test_the_hours_add_up_to_the_whole() -> None:
    found = missed_demand(WEEK, TICKET, SPAN)
    parts = [numbers(row.value) for row in found.hours]
    for whole, column in zip(numbers(found.value), zip(*parts, strict=True), strict=True):
        assert sum(column) == pytest.approx(whole, abs=0.02)


def test_who_would_have_come_anyway_was_not_missed() -> None:
    anyway = [hour(0, 11, 100, 50, 100, missed_came=50)]
    low, value, _ = numbers(missed_demand(anyway, TICKET, SPAN).value)
    assert (low, value) == (0, 0)


def test_when_everybody_came_nothing_was_lost() -> None:
    everybody = [hour(0, 11, 100, 50, 100, missed_came=100)]
    assert numbers(missed_demand(everybody, TICKET, SPAN).value) == (0, 0, 0)


@pytest.mark.parametrize(
    ("week", "ticket", "words"),
    [
        (WEEK, NO_ORDERS, "At least 10 orders"),
        ([hour(4, 21, 19, 5, 30)], TICKET, "there are 19 and 30"),
        ([hour(4, 21, 30, 5, 0)], TICKET, "there are 30 and 0"),
    ],
)
def test_without_own_conversion_and_ticket_there_are_counts_and_no_rupees(
    week: list[InquiryHour], ticket: Ticket, words: str
) -> None:
    found = missed_demand(week, ticket, SPAN)
    assert found.asked.value == sum(row.asked for row in week)
    assert (found.value.value, found.value.low, found.value.reason) == (
        None,
        None,
        "insufficient_data",
    )
    assert words in str(found.value.missing)
    assert all(row.value.value is None for row in found.hours)


def test_without_inquiries_nothing_is_said() -> None:
    found = missed_demand([], TICKET, None)
    for figure in (found.asked, found.missed, found.conversion_in_time, found.value):
        assert figure.reason == "insufficient_data"
    assert found.late_after.value == 60
    assert found.hours == ()


@given(st.integers(20, 200), st.integers(1, 200), st.data())
def test_the_range_holds_the_value(in_time: int, missed: int, data: st.DataObject) -> None:
    came = data.draw(st.integers(0, in_time))
    missed_came = data.draw(st.integers(0, missed))
    week = [hour(0, 11, in_time, came, missed, missed_came)]
    low, value, high = numbers(missed_demand(week, TICKET, SPAN).value)
    assert 0 <= low <= value <= high
