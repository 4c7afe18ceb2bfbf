import csv
from pathlib import Path

import holidays
import pytest

from local.businesses.domain.folding import folded
from local.businesses.domain.state import (
    STATES,
    state_coded,
    state_named,
    state_of_geonames,
)

TABLE = Path(__file__).parents[5] / "shared/data/local/calendar/admin1_to_holidays_subdiv.csv"


def test_every_state_has_a_table_of_holidays() -> None:
    assert {state.code for state in STATES} == set(holidays.country_holidays("IN").subdivisions)


def test_no_two_states_share_a_code() -> None:
    assert len({state.code for state in STATES}) == 36
    assert len({state.geonames_code for state in STATES}) == 36


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Karnataka", "KA"),
        ("KARNATAKA", "KA"),
        ("Orissa", "OD"),
        ("Tamilnadu", "TN"),
        ("Jammu & Kashmir", "JK"),
        ("jammu and kashmir", "JK"),
        ("up", "UP"),
        ("Daman and Diu", "DH"),
    ],
)
def test_a_state_is_known_by_many_spellings(written: str, code: str) -> None:
    found = state_named(written)
    assert found is not None
    assert found.code == code


def test_what_is_no_state_is_none() -> None:
    assert state_named("Wonderland") is None
    assert state_coded("XX") is None
    assert state_of_geonames("99") is None


def test_the_codes_lead_to_the_same_state() -> None:
    assert state_coded("GA") == state_of_geonames("33") == state_named("goa")


@pytest.mark.parametrize(
    ("name", "other"),
    [("Dāmaji", "damaji"), ("Café Coffee-Day", "cafe coffee day"), ("A & B", "A and B")],
)
def test_names_are_alike_but_for_accents_case_and_punctuation(name: str, other: str) -> None:
    assert folded(name) == folded(other)


def test_vowel_signs_of_indian_scripts_tell_names_apart() -> None:
    assert folded("पुणे") != folded("पाणी")
    assert folded("की") != folded("का")


@pytest.mark.realdata
@pytest.mark.skipif(not TABLE.exists(), reason="the shared data folder is not beside the checkout")
def test_the_codes_are_those_of_the_table_that_was_checked_by_hand() -> None:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = {(row["geonames_admin1code"], row["holidays_subdiv"]) for row in rows}
    assert {(state.geonames_code, state.code) for state in STATES} == expected
