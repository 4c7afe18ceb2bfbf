from typing import Any

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.businesses.domain.opening_hours import OpeningHours
from local.businesses.domain.state import state_named
from local.intelligence.domain.opportunity import Candidate
from local.intelligence.domain.profile_gaps import profile_candidates
from shared.evidence import Basis

HOURS = OpeningHours.from_dict({"monday": [{"open": "09:00", "close": "18:00"}]})
FILLED: dict[str, Any] = {
    "google_business_id": "g",
    "opening_hours": HOURS,
    "whatsapp_phone_number_id": "w",
    "instagram_business_id": "i",
    "facebook_page_id": "f",
    "monthly_budget_paise": 0,
}
WIRE_NAMES = {"monthly_budget_paise": "monthly_budget"}


def found(
    fields: dict[str, Any],
    source: LocationSource = LocationSource.DECLARED,
    state: str = "KA",
    *,
    has_places: bool = True,
) -> list[Candidate]:
    business = LocalBusiness(
        name="A",
        category=BusinessCategory.CAFE,
        city="Pune",
        **fields,
    )
    location = Location(latitude=1, longitude=2, source=source, state=state_named(state), note=None)
    return list(profile_candidates(business, location, has_places=has_places))


def missing(candidate: Candidate) -> str:
    return candidate.evidence[0].removeprefix("missing:")


def test_a_complete_profile_has_no_gaps() -> None:
    assert found(FILLED) == []


@pytest.mark.parametrize("field", FILLED)
def test_each_missing_field_is_one_opportunity(field: str) -> None:
    rest = {name: value for name, value in FILLED.items() if name != field}
    assert [missing(item) for item in found(rest)] == [WIRE_NAMES.get(field, field)]


def test_what_surrounds_the_profile_has_gaps_too() -> None:
    assert [missing(item) for item in found(FILLED, LocationSource.CITY_CENTRE)] == ["latitude"]
    assert [missing(item) for item in found(FILLED, state="?")] == ["state"]
    assert [missing(item) for item in found(FILLED, has_places=False)] == ["places"]


def test_every_gap_is_declared_costs_nothing_and_has_a_name_of_its_own() -> None:
    items = found({}, LocationSource.CITY_CENTRE, "?", has_places=False)
    assert len({item.key for item in items}) == len(items) == 9
    assert {(item.basis, item.cost_paise) for item in items} == {(Basis.DECLARED, 0)}
