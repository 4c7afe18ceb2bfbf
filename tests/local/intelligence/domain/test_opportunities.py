from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.businesses.domain.opening_hours import OpeningHours
from local.businesses.domain.state import state_named
from local.intelligence.domain.opportunities import Opportunity, opportunities
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
) -> tuple[Opportunity, ...]:
    business = LocalBusiness(
        name="A",
        category=BusinessCategory.CAFE,
        city="Pune",
        **fields,
    )
    location = Location(latitude=1, longitude=2, source=source, state=state_named(state), note=None)
    return opportunities(business, location, has_places=has_places)


def missing(opportunity: Opportunity) -> str:
    return opportunity.evidence[0].removeprefix("missing:")


def test_a_complete_profile_has_no_gaps() -> None:
    assert found(FILLED) == ()


@pytest.mark.parametrize("field", FILLED)
def test_each_missing_field_is_one_opportunity(field: str) -> None:
    rest = {name: value for name, value in FILLED.items() if name != field}
    assert [missing(item) for item in found(rest)] == [WIRE_NAMES.get(field, field)]


def test_what_surrounds_the_profile_has_gaps_too() -> None:
    assert [missing(item) for item in found(FILLED, LocationSource.CITY_CENTRE)] == ["latitude"]
    assert [missing(item) for item in found(FILLED, state="?")] == ["state"]
    assert [missing(item) for item in found(FILLED, has_places=False)] == ["places"]


@given(names=st.sets(st.sampled_from(sorted(FILLED))))
def test_the_most_worthwhile_comes_first_and_none_is_measured(names: set[str]) -> None:
    items = found({name: FILLED[name] for name in names}, has_places=False)
    weights = {"high": 3, "medium": 2, "low": 1}
    impacts = [weights[item.impact] for item in items]
    assert impacts == sorted(impacts, reverse=True)
    assert [item.priority for item in items] == list(range(1, len(items) + 1))
    assert {item.basis for item in items} == {Basis.DECLARED}
    assert {item.cost["amount"] for item in items} == {"0.00"}


def test_with_nothing_known_easy_and_weighty_things_lead() -> None:
    items = found({}, LocationSource.CITY_CENTRE, "?", has_places=False)
    assert [missing(item) for item in items][:2] == ["opening_hours", "latitude"]
    assert len(items) == 9
