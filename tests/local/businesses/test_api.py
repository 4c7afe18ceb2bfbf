from typing import Any
from uuid import uuid4

import pytest

from tests.api import LOCAL, Api

BUSINESSES = f"{LOCAL}/businesses"
SALON = {"name": "Asha Salon", "category": "salon", "city": "Delhi"}


async def test_an_operator_creates_a_business_with_its_first_key(local_api: Api) -> None:
    answer = await local_api.http.post(BUSINESSES, json=SALON, headers=local_api.operator_headers)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["key"]["secret"].startswith("vlo_loc_")
    assert body["location"]["source"] == "city_centre"
    assert (body["location"]["state"], body["location"]["state_name"]) == ("DL", "Delhi")
    assert body["hour_value"] == {"amount": "500.00", "currency": "INR"}
    headers = {"X-API-Key": body["key"]["secret"]}
    own = await local_api.http.get(f"{BUSINESSES}/{body['id']}", headers=headers)
    assert own.status_code == 200
    assert own.json() == {name: value for name, value in body.items() if name != "key"}


async def test_a_repeated_creation_makes_one_business_and_shows_the_secret_once(
    local_api: Api,
) -> None:
    headers = local_api.operator_headers | {"Idempotency-Key": str(uuid4())}
    first = await local_api.http.post(BUSINESSES, json=SALON, headers=headers)
    again = await local_api.http.post(BUSINESSES, json=SALON, headers=headers)
    assert first.status_code == again.status_code == 201, again.text
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["key"]["secret"] is None


async def test_only_an_operator_creates_businesses(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await local_api.http.post(BUSINESSES, json=SALON, headers=tenant.headers)
    assert answer.status_code == 403


async def test_a_tenant_lists_only_itself_and_an_operator_everybody(local_api: Api) -> None:
    tenants = [await local_api.new_tenant(name=f"Shop {number}") for number in range(3)]
    own = await local_api.http.get(BUSINESSES, headers=tenants[0].headers)
    assert [item["id"] for item in own.json()["items"]] == [str(tenants[0].id)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (
            await local_api.http.get(BUSINESSES, params=query, headers=local_api.operator_headers)
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(set(seen))
    assert {str(tenant.id) for tenant in tenants} <= set(seen)


async def test_another_tenants_business_is_not_there(local_api: Api) -> None:
    owner, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    url = f"{BUSINESSES}/{owner.id}"
    read = await local_api.http.get(url, headers=stranger.headers)
    changed = await local_api.http.patch(url, json={"name": "Mine"}, headers=stranger.headers)
    assert (read.status_code, changed.status_code) == (404, 404)
    kept = await local_api.http.get(url, headers=owner.headers)
    assert kept.json()["name"] == "Asha Salon"


async def test_a_change_moves_the_business_and_leaves_the_rest(local_api: Api) -> None:
    tenant = await local_api.new_tenant(monthly_budget=5000.01)
    changes = {
        "city": "Bangalore",
        "opening_hours": {"monday": [{"open": "18:00", "close": "02:00"}]},
    }
    answer = await local_api.http.patch(
        f"{BUSINESSES}/{tenant.id}", json=changes, headers=tenant.headers
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["location"]["state"] == "KA"
    assert body["monthly_budget"] == {"amount": "5000.01", "currency": "INR"}
    assert body["opening_hours"] == changes["opening_hours"]
    cleared = await local_api.http.patch(
        f"{BUSINESSES}/{tenant.id}",
        json={"monthly_budget": None, "opening_hours": None},
        headers=tenant.headers,
    )
    assert (cleared.json()["monthly_budget"], cleared.json()["opening_hours"]) == (None, None)


async def test_what_was_read_can_be_sent_back_unchanged(local_api: Api) -> None:
    tenant = await local_api.new_tenant(monthly_budget=1200, latitude=28.6, longitude=77.2)
    url = f"{BUSINESSES}/{tenant.id}"
    before = (await local_api.http.get(url, headers=tenant.headers)).json()
    left_out = {"id", "location", "created_at", "updated_at"}
    body = {name: value for name, value in before.items() if name not in left_out}
    after = (await local_api.http.patch(url, json=body, headers=tenant.headers)).json()
    assert after == before | {"updated_at": after["updated_at"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude": 91, "longitude": 77}, "latitude"),
        ({"latitude": 28, "longitude": -181}, "longitude"),
        ({"latitude": 0, "longitude": 0}, "latitude"),
        ({"latitude": 28.6}, "longitude"),
        ({"radius_km": 0}, "radius_km"),
        ({"radius_km": 50.1}, "radius_km"),
        ({"monthly_budget": -1}, "monthly_budget"),
        ({"hour_value": {"amount": "1.001", "currency": "INR"}}, "hour_value"),
        ({"hour_value": {"amount": "1", "currency": "USD"}}, "hour_value"),
        ({"timezone": "Asia/Atlantis"}, "timezone"),
        ({"city": "Nowherepur"}, "city"),
        ({"city": None}, "city"),
        ({"city": "Delhi", "state": "Kerala"}, "state"),
        ({"state": "Wonderland"}, "state"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"whatsapp_phone_number_id": "x" * 101}, "whatsapp_phone_number_id"),
        ({"opening_hours": {"funday": []}}, "opening_hours"),
        ({"opening_hours": {"monday": [{"open": "25:00", "close": "26:00"}]}}, "opening_hours"),
    ],
)
async def test_a_field_that_makes_no_sense_is_named(
    local_api: Api, changes: dict[str, Any], field: str
) -> None:
    answer = await local_api.http.post(
        BUSINESSES, json=SALON | changes, headers=local_api.operator_headers
    )
    assert answer.status_code == 422, answer.text
    assert field in [problem["field"] for problem in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"name": "A", "category": "salon", "city": "Delhi", "colour": "red"}', "colour"),
        ('{"name": "A", "category": "spaceport", "city": "Delhi"}', "category"),
        ('{"category": "salon", "city": "Delhi"}', "name"),
        ('{"name": "A", "category": "salon", "latitude": NaN, "longitude": 77}', "latitude"),
        ('{"name": "A", "category": "salon", "latitude": 1e999, "longitude": 77}', "latitude"),
        (
            '{"name": "A", "category": "salon", "city": "Delhi", "monthly_budget": NaN}',
            "monthly_budget",
        ),
    ],
)
async def test_a_body_that_does_not_fit_is_refused_by_field(
    local_api: Api, body: str, field: str
) -> None:
    headers = local_api.operator_headers | {"Content-Type": "application/json"}
    answer = await local_api.http.post(BUSINESSES, content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    fields = [problem["field"] for problem in answer.json()["errors"]]
    assert any(found.startswith(field) for found in fields), answer.text


async def test_an_ambiguous_city_is_resolved_by_population_and_says_so(local_api: Api) -> None:
    answer = await local_api.http.post(
        BUSINESSES, json=SALON | {"city": "Aurangabad"}, headers=local_api.operator_headers
    )
    location = answer.json()["location"]
    assert location["state"] == "MH"
    assert "Bihar" in location["note"]
    in_bihar = await local_api.http.post(
        BUSINESSES,
        json=SALON | {"city": "Aurangabad", "state": "Bihar"},
        headers=local_api.operator_headers,
    )
    assert in_bihar.json()["location"]["state"] == "BR"
    assert in_bihar.json()["location"]["note"] is None


async def test_a_cursor_that_was_never_handed_out_is_refused(local_api: Api) -> None:
    answer = await local_api.http.get(
        BUSINESSES, params={"cursor": "page two"}, headers=local_api.operator_headers
    )
    assert answer.status_code == 422


async def test_a_request_takes_one_request_from_the_quota(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    url = f"{BUSINESSES}/{tenant.id}"
    left: list[int] = []
    for change in ({"name": "One"}, {"name": "Two"}):
        answer = await local_api.http.patch(url, json=change, headers=tenant.headers)
        left.append(int(answer.headers["RateLimit"].split("r=")[1].split(";")[0]))
    assert left[0] - left[1] == 1
