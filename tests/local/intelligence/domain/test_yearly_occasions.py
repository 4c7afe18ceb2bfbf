from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.state import STATES
from local.intelligence.domain.yearly_occasions import yearly_occasions

EVERY_YEAR = st.integers(date.min.year, date.max.year)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Valentine's Day", date(2026, 2, 14)),
        ("Mother's Day", date(2025, 5, 11)),
        ("Mother's Day", date(2026, 5, 10)),
        ("Mother's Day", date(2027, 5, 9)),
        ("Father's Day", date(2025, 6, 15)),
        ("Father's Day", date(2026, 6, 21)),
        ("Friendship Day", date(2026, 8, 2)),
        ("Friendship Day", date(2027, 8, 1)),
        ("New Year's Eve", date(2036, 12, 31)),
    ],
)
def test_a_rule_gives_the_day_of_any_year(name: str, day: date) -> None:
    (found,) = [one for one in yearly_occasions(day.year) if one.name == name]
    assert (found.first_day, found.last_day, found.is_estimated) == (day, day, False)


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (date(2026, 5, 29), date(2026, 6, 7)),  # 31 May is a Sunday
        (date(2026, 10, 30), date(2026, 11, 7)),  # 31 October is a Saturday
        (date(2026, 11, 30), date(2026, 12, 7)),  # a Monday
        (date(2025, 12, 31), date(2026, 1, 7)),  # over the new year
    ],
)
def test_a_salary_week_begins_on_the_last_workday_of_the_month(
    first_day: date, last_day: date
) -> None:
    weeks = [
        (one.first_day, one.last_day)
        for one in yearly_occasions(last_day.year)
        if one.name == "Salary week"
    ]
    assert len(weeks) == 12
    assert (first_day, last_day) in weeks


@given(year=EVERY_YEAR)
def test_every_occasion_ends_in_its_year_and_after_it_began(year: int) -> None:
    for one in yearly_occasions(year):
        assert one.first_day <= one.last_day
        assert one.last_day.year == year
        assert one.source


def test_the_first_year_of_the_calendar_has_no_month_before_it() -> None:
    weeks = [one for one in yearly_occasions(date.min.year) if one.is_monthly]
    assert len(weeks) == 11


def test_the_monsoon_comes_once_to_each_state_that_it_reaches() -> None:
    onsets = [one for one in yearly_occasions(2026) if one.name == "Monsoon onset"]
    reached = {state.code: [one for one in onsets if state.code in one.states] for state in STATES}
    assert {code for code, found in reached.items() if not found} == {"AN", "LA"}
    assert all(len(found) <= 1 for found in reached.values())
    assert sum(len(one.states) for one in onsets) == len(STATES) - 2


def test_what_is_our_estimate_says_so() -> None:
    for one in yearly_occasions(2026):
        assert one.is_estimated == one.source.startswith("our own estimate")
