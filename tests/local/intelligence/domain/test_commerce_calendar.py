from datetime import date, timedelta

import pytest

from local.businesses.domain.state import STATES
from local.connectors.festivals.holidays_tables import HolidaysCalendar
from local.intelligence.domain.commerce_calendar import knows_all, occasions_between


def names(first_day: date, last_day: date, state_code: str) -> list[str]:
    return [one.name for one in occasions_between(first_day, last_day, state_code)]


def test_dhanteras_is_known_in_every_state() -> None:
    for state in STATES:
        assert "Dhanteras" in names(date(2026, 11, 1), date(2026, 11, 30), state.code)


def test_states_have_seasons_of_their_own() -> None:
    august = (date(2026, 8, 10), date(2026, 8, 20))
    assert names(*august, "RJ") == ["Hariyali Teej"]
    assert names(*august, "KL") == ["Wedding season (Chingam)"]
    assert names(*august, "TN") == ["Wedding season (Aavani)"]
    assert names(*august, "WB") == []


def test_a_salary_week_over_the_new_year_is_seen_from_both_sides() -> None:
    assert names(date(2026, 12, 31), date(2026, 12, 31), "MH") == ["New Year's Eve", "Salary week"]
    assert names(date(2027, 1, 7), date(2027, 1, 7), "MH") == ["Salary week"]


def test_occasions_are_in_the_order_in_which_they_begin() -> None:
    found = occasions_between(date(2026, 1, 1), date(2026, 12, 31), "UP")
    assert [one.first_day for one in found] == sorted(one.first_day for one in found)
    assert len(found) > 20


def test_beyond_the_dated_rows_only_rules_are_left() -> None:
    assert names(date(2036, 2, 14), date(2036, 2, 28), "MH") == ["Valentine's Day"]
    assert not any(
        one.name in {"Dhanteras", "Ramadan"}
        for one in occasions_between(date(2036, 1, 1), date(2036, 12, 31), "MH")
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "known"),
    [
        (date(2025, 1, 1), date(2027, 12, 31), True),
        (date(2024, 12, 31), date(2025, 2, 1), False),
        (date(2027, 12, 1), date(2028, 1, 1), False),
    ],
)
def test_the_calendar_says_where_it_ends(first_day: date, last_day: date, known: bool) -> None:
    assert knows_all(first_day, last_day) is known


def test_the_calendar_ends_with_the_years() -> None:
    assert names(date(9999, 12, 31), date.max, "MH") == ["New Year's Eve"]


@pytest.mark.parametrize(
    ("diwali", "dhanteras"),
    [
        (date(2025, 10, 20), date(2025, 10, 18)),
        (date(2026, 11, 8), date(2026, 11, 6)),
        (date(2027, 10, 29), date(2027, 10, 27)),
    ],
)
def test_our_dhanteras_is_two_days_before_the_tables_diwali(diwali: date, dhanteras: date) -> None:
    found = occasions_between(diwali - timedelta(days=4), diwali, "MH")
    assert [one.first_day for one in found if one.name == "Dhanteras"] == [dhanteras]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
async def test_our_ramadan_ends_on_the_eve_of_the_tables_id(year: int) -> None:
    (ramadan,) = [
        one
        for one in occasions_between(date(year, 1, 1), date(year, 12, 31), "DL")
        if one.name == "Ramadan"
    ]
    day_after = ramadan.last_day + timedelta(days=1)
    (found,) = await HolidaysCalendar().days("DL", day_after, day_after)
    assert any("Id-ul-Fitr" in name for name in found.names)
    assert (day_after - ramadan.first_day).days in {29, 30}
