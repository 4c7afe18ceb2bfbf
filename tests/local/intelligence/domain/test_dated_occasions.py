from datetime import date
from itertools import pairwise

import pytest

from local.businesses.domain.state import state_coded
from local.intelligence.domain.dated_occasions import DATED_OCCASIONS, FIRST_YEAR, LAST_YEAR

NAMES = sorted({one.name for one in DATED_OCCASIONS})


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Dhanteras", [date(2025, 10, 18), date(2026, 11, 6), date(2027, 10, 27)]),
        ("Akshaya Tritiya", [date(2025, 4, 30), date(2026, 4, 19), date(2027, 5, 8)]),
        ("Hariyali Teej", [date(2025, 7, 27), date(2026, 8, 15), date(2027, 8, 4)]),
        ("Sharad Navratri", [date(2025, 9, 22), date(2026, 10, 11), date(2027, 9, 30)]),
        ("Ramadan", [date(2025, 3, 2), date(2026, 2, 19), date(2027, 2, 8)]),
    ],
)
def test_a_day_of_the_almanac_is_the_one_that_was_checked(name: str, days: list[date]) -> None:
    assert [one.first_day for one in DATED_OCCASIONS if one.name == name] == days


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_rows_for_every_year_that_we_claim_to_know(name: str) -> None:
    years = {one.first_day.year for one in DATED_OCCASIONS if one.name == name}
    assert years == set(range(FIRST_YEAR, LAST_YEAR + 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_name_follow_each_other(name: str) -> None:
    rows = [one for one in DATED_OCCASIONS if one.name == name]
    assert all(one.first_day <= one.last_day for one in rows)
    assert all(one.last_day < later.first_day for one, later in pairwise(rows))


def test_every_row_names_its_source_and_known_states() -> None:
    for one in DATED_OCCASIONS:
        assert one.source
        assert all(state_coded(code) for code in one.states)


def test_what_is_our_estimate_is_marked_as_estimated() -> None:
    assert all(one.is_estimated for one in DATED_OCCASIONS if "our own estimate" in one.source)


def test_no_wedding_season_reaches_into_the_leap_month_of_2026() -> None:
    leap_month = (date(2026, 5, 17), date(2026, 6, 15))
    seasons = [one for one in DATED_OCCASIONS if one.name == "Wedding season"]
    assert not any(one.overlaps(*leap_month) for one in seasons)
