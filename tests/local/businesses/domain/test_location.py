from typing import Any

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.city import City
from local.businesses.domain.location import LocationSource, locate
from local.businesses.domain.state import state_named
from local.businesses.errors import UnknownCityError, UnknownCityInStateError


def city(name: str, state: str, latitude: float, longitude: float, population: int) -> City:
    return City(
        name=name,
        state=state_named(state),
        latitude=latitude,
        longitude=longitude,
        population=population,
    )


DELHI = city("Delhi", "DL", 28.65195, 77.23149, 11_034_555)
NEW_DELHI = city("New Delhi", "DL", 28.63576, 77.22445, 317_797)
VADODARA = city("Vadodara", "GJ", 22.29941, 73.20812, 1_822_221)
BARODA = city("Baroda", "MP", 25.49, 76.72, 18_437)
AURANGABAD = city("Aurangabad", "MH", 19.87757, 75.34226, 1_175_116)
AURANGABAD_BIHAR = city("Aurangābād", "BR", 24.75204, 84.3742, 102_244)


def business(**changes: Any) -> LocalBusiness:
    fields: dict[str, Any] = {"name": "A", "category": BusinessCategory.CAFE, "city": "Delhi"}
    return LocalBusiness(**fields | changes)


def test_a_city_stands_for_coordinates() -> None:
    location = locate(business(), [DELHI])
    assert (location.latitude, location.longitude) == (28.65195, 77.23149)
    assert location.source is LocationSource.CITY_CENTRE
    assert location.state == state_named("Delhi")
    assert location.note is None


def test_a_city_is_found_under_its_own_name_beside_a_larger_namesake_nearby() -> None:
    location = locate(business(city="New Delhi"), [DELHI, NEW_DELHI])
    assert location.latitude == NEW_DELHI.latitude
    assert location.note is None


def test_an_old_name_of_a_large_city_beats_the_name_of_a_town_and_says_so() -> None:
    location = locate(business(city="Baroda"), [BARODA, VADODARA])
    assert location.state == state_named("Gujarat")
    assert location.note is not None
    assert "Baroda, Madhya Pradesh (population 18,437)" in location.note


def test_the_note_names_three_others_and_counts_the_rest() -> None:
    towns = [
        city("Rampur", code, 10 + 5 * n, 77, 9 - n)
        for n, code in enumerate(("KL", "KA", "MP", "PB", "JK"))
    ]
    note = locate(business(city="Rampur"), towns).note
    assert note is not None
    assert "and 1 more" in note


def test_a_state_tells_cities_of_one_name_apart() -> None:
    found = [AURANGABAD, AURANGABAD_BIHAR]
    location = locate(business(city="Aurangabad", state="Bihar"), found)
    assert location.latitude == AURANGABAD_BIHAR.latitude
    assert location.note is None


def test_a_state_without_such_a_city_is_refused_naming_what_is_known() -> None:
    with pytest.raises(UnknownCityInStateError, match="Aurangabad, Maharashtra") as refused:
        locate(business(city="Aurangabad", state="KL"), [AURANGABAD])
    assert refused.value.problems[0].field == "state"


def test_an_unknown_city_without_coordinates_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(UnknownCityError, match="latitude and longitude") as refused:
        locate(business(city="Nowherepur"), [])
    assert refused.value.problems[0].field == "city"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"city": "Delhi"}, "DL"),
        ({"city": "Delhi", "state": "Haryana"}, "HR"),
        ({"city": None}, None),
    ],
)
def test_coordinates_win_and_the_city_only_names_the_state(
    changes: dict[str, Any], code: str | None
) -> None:
    cities = [DELHI] if changes["city"] else []
    location = locate(business(latitude=28.5, longitude=77.1, **changes), cities)
    assert (location.latitude, location.source) == (28.5, LocationSource.DECLARED)
    assert (location.state.code if location.state else None) == code


def test_a_city_far_from_the_coordinates_names_no_state() -> None:
    location = locate(business(latitude=12.97, longitude=77.59), [DELHI])
    assert location.state is None


def test_a_city_of_no_known_state_is_described_without_one() -> None:
    nameless = City(name="Atlantis", state=None, latitude=1, longitude=2, population=3)
    assert nameless.described() == "Atlantis (population 3)"
