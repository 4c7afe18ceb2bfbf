from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.business import (
    DEFAULT_HOUR_VALUE_PAISE,
    BusinessCategory,
    LocalBusiness,
)
from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.businesses.errors import InvalidBusinessError

HOURS = OpeningHours(((Opening("09:30", "20:00"),), (), (), (), (), (), ()))
names = st.text(
    st.characters(categories=("L", "N", "Zs"), max_codepoint=0x0FFF), min_size=1, max_size=40
).filter(lambda text: text.strip() == text and text.isprintable())


def fields_of(error: InvalidBusinessError) -> list[str]:
    return [problem.field for problem in error.problems]


def test_a_name_a_trade_and_a_city_are_enough() -> None:
    business = LocalBusiness(name="Asha", category=BusinessCategory.SALON, city="Delhi")
    assert business.radius_km == 2
    assert business.timezone == "Asia/Kolkata"
    assert business.hour_value_paise == DEFAULT_HOUR_VALUE_PAISE == 50_000
    assert business.monthly_budget_paise is None
    assert business.opening_hours is None


def test_coordinates_stand_for_a_city() -> None:
    business = LocalBusiness(
        name="Asha", category=BusinessCategory.SALON, latitude=28.6, longitude=77.2
    )
    assert business.city is None


@pytest.mark.parametrize("written", ["MH", "mh", "Maharashtra", "maharashtra "])
def test_a_state_is_kept_by_its_code(written: str) -> None:
    business = LocalBusiness(
        name="A", category=BusinessCategory.CAFE, city="Pune", state=written.strip()
    )
    assert business.state == "MH"


@given(
    name=names,
    category=st.sampled_from(BusinessCategory),
    latitude=st.floats(-90, 90).filter(bool),
    longitude=st.floats(-180, 180),
    radius_km=st.floats(0.01, 50),
    monthly_budget_paise=st.none() | st.integers(0, 10**12),
    opening_hours=st.sampled_from([None, HOURS]),
    hour_value_paise=st.integers(0, 10**9),
    google_business_id=st.none() | st.just("ChIJ-1"),
)
def test_what_is_written_reads_back_the_same(**values: Any) -> None:
    business = LocalBusiness(city="Delhi", state="DL", **values)
    assert LocalBusiness.from_dict(business.to_dict()) == business


@pytest.mark.parametrize(
    ("given_value", "paise"),
    [
        (5000, 500_000),
        (5000.01, 500_001),
        (0.1, 10),
        ("5000.50", 500_050),
        (Decimal("5000.1"), 500_010),
        ({"amount": "999.00", "currency": "INR"}, 99_900),
        (None, None),
    ],
)
def test_a_budget_is_read_to_the_paisa(given_value: object, paise: int | None) -> None:
    business = LocalBusiness.from_dict(
        {"name": "A", "category": "cafe", "city": "Pune", "monthly_budget": given_value}
    )
    assert business.monthly_budget_paise == paise


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "half \ud800"}, "name"),
        ({"name": None}, "name"),
        ({"name": 5}, "name"),
        ({"category": "spaceport"}, "category"),
        ({"category": ["cafe"]}, "category"),
        ({"city": ""}, "city"),
        ({"city": None}, "city"),
        ({"state": "Atlantis"}, "state"),
        ({"latitude": 28.6}, "longitude"),
        ({"longitude": 77.2}, "latitude"),
        ({"latitude": 0, "longitude": 0}, "latitude"),
        ({"latitude": float("nan"), "longitude": 77}, "latitude"),
        ({"latitude": 28, "longitude": float("inf")}, "longitude"),
        ({"latitude": 90.01, "longitude": 77}, "latitude"),
        ({"latitude": 28, "longitude": 180.01}, "longitude"),
        ({"latitude": "28", "longitude": 77}, "latitude"),
        ({"latitude": True, "longitude": 77}, "latitude"),
        ({"latitude": 10**400, "longitude": 77}, "latitude"),
        ({"radius_km": 0}, "radius_km"),
        ({"radius_km": float("nan")}, "radius_km"),
        ({"radius_km": 50.01}, "radius_km"),
        ({"monthly_budget": -1}, "monthly_budget"),
        ({"monthly_budget": True}, "monthly_budget"),
        ({"monthly_budget": float("nan")}, "monthly_budget"),
        ({"monthly_budget": 1.001}, "monthly_budget"),
        ({"monthly_budget": {"amount": "1"}}, "monthly_budget"),
        ({"monthly_budget": {"amount": "1", "currency": "USD"}}, "monthly_budget"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"opening_hours": "always"}, "opening_hours"),
        ({"instagram_business_id": " "}, "instagram_business_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(changes: dict[str, object], field: str) -> None:
    body = {"name": "A", "category": "cafe", "city": "Pune"} | changes
    with pytest.raises(InvalidBusinessError) as refused:
        LocalBusiness.from_dict(body)
    assert fields_of(refused.value) == [field]
    assert field in refused.value.detail


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(InvalidBusinessError) as refused:
        LocalBusiness.from_dict({"category": "x", "radius_km": "far", "colour": 1})
    assert fields_of(refused.value) == ["category", "colour", "name", "radius_km"]


def test_negative_paise_are_refused_where_no_reader_stands_before() -> None:
    with pytest.raises(InvalidBusinessError) as refused:
        LocalBusiness(
            name="A",
            category=BusinessCategory.CAFE,
            city="Pune",
            monthly_budget_paise=-1,
            hour_value_paise=-1,
        )
    assert fields_of(refused.value) == ["monthly_budget", "hour_value"]


def test_a_joiner_inside_an_indian_name_is_a_letter() -> None:
    name = "గుర్\u200cగావ్ టిఫిన్స్"
    business = LocalBusiness(name=name, category=BusinessCategory.RESTAURANT, city="Delhi")
    assert business.name == name
