import pytest

from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.customers.domain.missed_demand import InquiryHour
from local.customers.domain.missed_times import MissedTime, missed_times
from local.intelligence.domain.record_texts import how_to_answer, is_open_then, said_of, times_of
from tests.local.customers.domain.test_missed_demand import NO_ORDERS, SPAN, TICKET, hour

FRIDAY = 4
EVENING = [hour(FRIDAY, at, 1, 0, 9) for at in (21, 22, 23)]


def missed(*rows: InquiryHour, ticket: bool = False) -> MissedTime:
    return missed_times(rows, TICKET if ticket else NO_ORDERS, SPAN).times[0]


def until(close: str) -> OpeningHours:
    return OpeningHours(((Opening("10:00", close),),) * 7)


@pytest.mark.parametrize(
    ("hours", "is_open"),
    [(None, None), (until("21:00"), False), (until("22:30"), None), (until("24:00"), True)],
)
def test_open_is_through_all_hours_and_closed_through_none(
    hours: OpeningHours | None, is_open: bool | None
) -> None:
    assert is_open_then(missed(*EVENING), hours) is is_open


def test_who_is_open_is_told_to_answer_and_who_is_closed_to_name_somebody() -> None:
    assert how_to_answer(is_open=True).startswith("You are open then: settle who answers")
    assert "being open longer" in how_to_answer(is_open=False)
    assert "if you are closed" in how_to_answer(is_open=None)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (EVENING, "late in the evening: Friday 21:00 to 24:00"),
        (
            [hour(FRIDAY, 23, 0, 0, 9), hour(5, 0, 0, 0, 3)],
            "late in the evening: Friday 23:00 to 01:00",
        ),
        (
            [hour(day, 10, 0, 0, 9) for day in range(5)],
            (
                "in the morning: Monday 10:00 to 11:00, Tuesday 10:00 to 11:00, "
                "Wednesday 10:00 to 11:00, 2 more"
            ),
        ),
        ([hour(day, 11, 12, 0, 8) for day in range(7)], "at any time"),
    ],
)
def test_times_are_told_by_weekday_and_hour(rows: list[InquiryHour], words: str) -> None:
    assert times_of(missed(*rows)) == words


def test_without_orders_only_counts_are_told() -> None:
    told = said_of(missed(hour(0, 11, 80, 40, 0), *EVENING))
    assert told == ("Of 30 inquiries at these times 27 were not answered within 60 minutes.")


def test_with_orders_the_cost_is_told_as_a_range() -> None:
    told = said_of(missed(hour(0, 11, 80, 40, 0), *EVENING, ticket=True))
    value = missed(hour(0, 11, 80, 40, 0), *EVENING, ticket=True).value
    assert told.endswith(f"6,506 rupees, between {value.low:,.0f} and {value.high:,.0f}.")
