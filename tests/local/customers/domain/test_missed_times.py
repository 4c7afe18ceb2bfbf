from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.missed_demand import InquiryHour
from local.customers.domain.missed_times import (
    HOURS_PER_WEEK,
    MissedTime,
    PartOfDay,
    Stretch,
    missed_times,
)
from shared.evidence import Basis
from tests.local.customers.domain.test_missed_demand import NO_ORDERS, SPAN, TICKET, hour

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
DAYTIME = hour(MONDAY, 11, 80, 40, 2)
EVENING = [hour(FRIDAY, at, 1, 0, 9) for at in (21, 22, 23)]


def found(*hours: InquiryHour) -> tuple[MissedTime, ...]:
    return missed_times(hours, NO_ORDERS, SPAN).times


def told(*hours: InquiryHour) -> list[tuple[str, list[tuple[int, int, int]]]]:
    return [
        (time.part, [(one.weekday, one.first_hour, one.hours) for one in time.stretches])
        for time in found(*hours)
    ]


def test_hours_side_by_side_are_one_time_and_not_three() -> None:
    (time,) = found(DAYTIME, *EVENING)
    assert time.part is PartOfDay.LATE_EVENING
    assert time.stretches == (Stretch(weekday=FRIDAY, first_hour=21, hours=3),)
    assert (time.asked.value, time.missed.value, time.missed.n) == (30, 27, 30)
    assert (time.share.value, time.share.low, time.share.basis) == (0.9, 0.7438, Basis.MEASURED)
    assert time.share.evidence == ("inquiries:2026-01-01..2026-03-31",)


def test_the_same_part_of_several_days_is_one_time() -> None:
    saturday = [replace(row, weekday=SATURDAY) for row in EVENING]
    assert told(*EVENING, *saturday) == [("late_evening", [(FRIDAY, 21, 3), (SATURDAY, 21, 3)])]


@pytest.mark.parametrize(
    ("rows", "stretches"),
    [
        ([hour(FRIDAY, 23, 0, 0, 9), hour(SATURDAY, 0, 0, 0, 3)], [(FRIDAY, 23, 2)]),
        ([hour(SUNDAY, 23, 0, 0, 9), hour(MONDAY, 0, 0, 0, 3)], [(SUNDAY, 23, 2)]),
        (
            [hour(FRIDAY, 21, 0, 0, 9), hour(FRIDAY, 23, 0, 0, 3)],
            [(FRIDAY, 21, 1), (FRIDAY, 23, 1)],
        ),
    ],
    ids=["past midnight", "past the end of the week", "with a gap"],
)
def test_a_stretch_is_of_hours_in_a_row(
    rows: list[InquiryHour], stretches: list[tuple[int, int, int]]
) -> None:
    assert told(*rows) == [("late_evening", stretches)]


@pytest.mark.parametrize(
    ("at", "part"),
    [(0, "night"), (6, "morning"), (12, "afternoon"), (17, "evening"), (21, "late_evening")],
)
def test_a_time_is_named_after_the_part_of_the_day_in_which_most_was_missed(
    at: int, part: str
) -> None:
    assert told(hour(FRIDAY, at, 0, 0, 9), hour(FRIDAY, at - 1 if at else 5, 0, 0, 2))[0][0] == part


def test_the_time_with_most_missed_comes_first() -> None:
    assert [part for part, _ in told(hour(MONDAY, 9, 0, 0, 8), *EVENING)] == [
        "late_evening",
        "morning",
    ]


def test_a_shop_that_never_answers_is_told_of_no_time_more_than_of_others() -> None:
    week = [hour(day, at, 0, 0, 2) for day in range(7) for at in range(24)]
    assert told(*week) == [("any_time", [])]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [hour(FRIDAY, 21, 0, 0, 4)],
        [hour(FRIDAY, at, 0, 0, 1) for at in (10, 12, 14, 16)],
        [hour(FRIDAY, 21, 100, 0, 10)],
    ],
    ids=["nothing asked", "too few", "one an hour", "mostly answered"],
)
def test_too_little_says_nothing(rows: list[InquiryHour]) -> None:
    assert found(*rows) == ()


def test_what_is_missed_evenly_is_told_of_the_whole_week() -> None:
    (time,) = found(*[hour(day, at, 12, 0, 8) for day in range(7) for at in (11, 17)])
    assert (time.part, time.stretches, time.missed.value) == (PartOfDay.ANY_TIME, (), 112)


def test_without_records_every_inquiry_is_unknown() -> None:
    nothing = missed_times([], NO_ORDERS, None)
    assert (nothing.asked.reason, nothing.times) == ("insufficient_data", ())


def test_rupees_come_with_orders_and_never_without() -> None:
    asked = [hour(MONDAY, 11, 80, 40, 0), *EVENING]
    (without,) = missed_times(asked, NO_ORDERS, SPAN).times
    (worth,) = missed_times(asked, TICKET, SPAN).times
    assert (without.value.value, without.value.low) == (None, None)
    assert worth.value.low is not None
    assert worth.value.high is not None
    assert worth.value.low < float(str(worth.value.value)) < worth.value.high


CELLS = st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(CELLS, max_size=60, unique_by=lambda cell: cell[:2]))
def test_no_hour_is_told_twice_and_each_part_once(cells: list[tuple[int, int, int, int]]) -> None:
    times = found(*[hour(day, at, in_time, 0, missed) for day, at, in_time, missed in cells])
    hours = [
        (stretch.weekday * 24 + stretch.first_hour + ahead) % HOURS_PER_WEEK
        for time in times
        for stretch in time.stretches
        for ahead in range(stretch.hours)
    ]
    assert len(hours) == len(set(hours))
    assert len(times) == len({time.part for time in times})
    assert {(hour // 24, hour % 24) for hour in hours} <= {
        (day, at) for day, at, in_time, missed in cells if missed > in_time
    }
