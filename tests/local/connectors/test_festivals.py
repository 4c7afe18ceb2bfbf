from datetime import date

import pytest

from local.businesses.domain.state import STATES
from local.connectors.festivals.holidays_tables import HolidaysCalendar
from local.connectors.festivals.memory import MemoryCalendar
from local.connectors.festivals.port import FestivalDay

# Checked by hand against what the states announced.
ANNOUNCED = [
    ("MH", date(2025, 10, 20), "Diwali"),
    ("DL", date(2026, 11, 8), "Diwali"),
    ("KL", date(2027, 10, 29), "Diwali"),
    ("UP", date(2025, 3, 14), "Holi"),
    ("DL", date(2026, 3, 4), "Holi"),
    ("MH", date(2026, 3, 3), "Holi"),
    ("WB", date(2027, 3, 22), "Holi"),
    ("DL", date(2025, 3, 31), "Id-ul-Fitr"),
    ("DL", date(2026, 3, 21), "Id-ul-Fitr"),
    ("UP", date(2027, 3, 10), "Id-ul-Fitr"),
    ("RJ", date(2026, 8, 28), "Raksha Bandhan"),
    ("MH", date(2026, 9, 14), "Ganesh Chaturthi"),
    ("KL", date(2025, 9, 5), "Onam"),
    ("KL", date(2026, 8, 26), "Onam"),
    ("KL", date(2027, 9, 12), "Onam"),
    ("TN", date(2026, 1, 14), "Pongal"),
    ("PY", date(2026, 1, 15), "Pongal"),
    ("TN", date(2027, 1, 15), "Pongal"),
    ("PB", date(2026, 1, 13), "Lohri"),
    ("PB", date(2027, 1, 14), "Lohri"),
    ("GJ", date(2026, 10, 20), "Dussehra"),
    ("WB", date(2026, 10, 21), "Vijayadashami"),
    ("HP", date(2026, 10, 29), "Karwa Chouth"),
]


@pytest.mark.parametrize(("state", "day", "word"), ANNOUNCED)
async def test_the_days_of_a_state_are_those_that_were_checked_by_hand(
    state: str, day: date, word: str
) -> None:
    (found,) = await HolidaysCalendar().days(state, day, day)
    assert found.day == day
    assert any(word in name for name in found.names)


@pytest.mark.parametrize(
    ("state", "day", "word"),
    [
        ("MH", date(2026, 3, 4), "Holi"),
        ("DL", date(2026, 1, 13), "Lohri"),
        ("MH", date(2026, 8, 25), "Onam"),
        ("KL", date(2026, 10, 20), "Dussehra"),
    ],
)
async def test_a_day_that_another_state_keeps_is_not_given(
    state: str, day: date, word: str
) -> None:
    found = await HolidaysCalendar().days(state, day, day)
    assert not any(word in name for festival in found for name in festival.names)


@pytest.mark.parametrize("day", [date(2025, 10, 20), date(2026, 11, 8), date(2027, 10, 29)])
async def test_every_state_keeps_diwali(day: date) -> None:
    for state in STATES:
        (found,) = await HolidaysCalendar().days(state.code, day, day)
        assert any("Diwali" in name for name in found.names), state


async def test_names_that_share_a_day_are_told_apart() -> None:
    (found,) = await HolidaysCalendar().days("KL", date(2026, 8, 26), date(2026, 8, 26))
    assert {"Milad-un-Nabi", "Onam"} <= set(found.names)


async def test_a_window_may_span_the_new_year() -> None:
    days = await HolidaysCalendar().days("DL", date(2026, 12, 25), date(2027, 1, 1))
    assert [found.day for found in days] == [date(2026, 12, 25), date(2027, 1, 1)]


async def test_beyond_the_tables_there_are_no_days() -> None:
    calendar = HolidaysCalendar()
    assert await calendar.days("DL", date(2036, 1, 1), date(2036, 12, 31)) == []
    assert await calendar.days("DL", date(1999, 1, 1), date(2000, 12, 31)) == []


async def test_an_islamic_date_of_a_coming_year_is_marked_as_estimated() -> None:
    days = await HolidaysCalendar().days("DL", date(2027, 3, 10), date(2027, 3, 10))
    assert any(name.endswith("(estimated)") for name in days[0].names)


async def test_the_twin_in_memory_answers_the_same_question() -> None:
    kept = [FestivalDay(date(2026, 1, day), ("A",)) for day in (3, 1, 9)]
    found = await MemoryCalendar({"MH": kept}).days("MH", date(2026, 1, 1), date(2026, 1, 3))
    assert [festival.day.day for festival in found] == [1, 3]
    assert await MemoryCalendar({}).days("MH", date.min, date.max) == []
