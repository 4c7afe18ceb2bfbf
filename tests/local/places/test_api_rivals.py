"""Rivals that the owner enters by hand, through the API."""

from typing import Any

import httpx
import pytest

from local.places.domain.rivals import MOST_RIVALS
from tests.api import LOCAL, Api, Tenant
from tests.local.places.corner import LATITUDE, LONGITUDE, node, north_of, overpass
from tests.local.places.test_api import CORNER, competitors, insights, mark_duplicates, send

RIVALS = f"{LOCAL}/rivals"
NEXT_DOOR: dict[str, Any] = {
    "name": "Shear Delight",
    "category": "salon",
    "latitude": north_of(150),
    "longitude": LONGITUDE,
    "rating": 4.4,
    "rating_count": 90,
    "cost_for_two": 1200,
    "opening_hours": "Mo-Sa 10:00-20:00",
}


async def enter(api: Api, tenant: Tenant, **changes: Any) -> httpx.Response:
    return await api.http.post(RIVALS, json=NEXT_DOOR | changes, headers=tenant.headers)


async def listed(api: Api, tenant: Tenant) -> list[dict[str, Any]]:
    return (await api.http.get(RIVALS, headers=tenant.headers)).json()


async def remove(api: Api, tenant: Tenant, rival: dict[str, Any], **query: str) -> httpx.Response:
    return await api.http.delete(f"{RIVALS}/{rival['id']}", params=query, headers=tenant.headers)


async def test_a_rival_that_is_entered_counts_with_its_price_and_its_evidence(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    answer = await enter(local_api, tenant)
    assert answer.status_code == 201, answer.text
    rival = answer.json()
    assert await listed(local_api, tenant) == [rival]
    assert rival["cost_for_two"] == {"amount": "1200.00", "currency": "INR"}
    found = await competitors(local_api, tenant)
    (nearest,) = found["nearest_rivals"]
    assert (nearest["name"], nearest["cost_for_two"]["value"]) == ("Shear Delight", 1200.0)
    assert nearest["rating"]["evidence"] == [f"place:owner:{rival['id']}"]
    assert found["count"]["evidence"] == [f"place_import:{rival['import_id']}"]
    assert found["sources"][0]["licence"] == "owner's own knowledge"


async def test_a_listed_place_lends_what_the_owner_leaves_out_and_counts_once(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Amber"), node(2, 500, "Beryl")))
    place = {"place": "place:osm:node/1", "cost_for_two": 900}
    answer = await local_api.http.post(RIVALS, json=place, headers=tenant.headers)
    rival = answer.json()
    assert (answer.status_code, rival["name"], rival["category"]) == (201, "Amber", "salon")
    assert rival["latitude"] == pytest.approx(north_of(100))
    await mark_duplicates(local_api, tenant)
    found = await competitors(local_api, tenant)
    assert (found["count"]["value"], found["priced_count"]["value"]) == (2, 1)
    amber = next(item for item in found["nearest_rivals"] if item["name"] == "Amber")
    assert amber["listed_by"]["value"] == 2


async def test_what_changes_of_a_rival_becomes_news(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    rival = (await enter(local_api, tenant)).json()
    changed = NEXT_DOOR | {"rating": 3.9, "opening_hours": "Mo-Su 08:00-22:00"}
    address = f"{RIVALS}/{rival['id']}"
    for _ in range(2):
        answer = await local_api.http.put(address, json=changed, headers=tenant.headers)
        assert answer.status_code == 200, answer.text
    changes = await local_api.http.get(f"{LOCAL}/places/changes", headers=tenant.headers)
    told = {(item["kind"], item["confidence"]) for item in changes.json()["items"]}
    assert told == {("rating_changed", "high"), ("hours_changed", "high")}


async def test_a_rival_that_closed_is_news_and_a_mistake_is_not(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    closed, mistaken = [
        (await enter(local_api, tenant, name=name)).json() for name in ("Gone", "Never There")
    ]
    answers = [
        await remove(local_api, tenant, closed, reason="closed"),
        await remove(local_api, tenant, mistaken, reason="mistake"),
        await remove(local_api, tenant, closed, reason="closed"),
    ]
    assert [answer.status_code for answer in answers] == [204, 204, 404]
    assert await listed(local_api, tenant) == []
    changes = await local_api.http.get(f"{LOCAL}/places/changes", headers=tenant.headers)
    told = [(item["name"], item["kind"], item["confidence"]) for item in changes.json()["items"]]
    assert told == [("Gone", "closed", "high")]
    alerts = (await insights(local_api, tenant))["competitor_alerts"]
    assert [item["name"] for item in alerts["items"]] == ["Gone"]


async def test_a_removal_needs_its_reason(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    rival = (await enter(local_api, tenant)).json()
    assert (await remove(local_api, tenant, rival)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"latitude": LONGITUDE, "longitude": LATITUDE}, "swapped"),
        ({"latitude": 0, "longitude": 0}, "never measured"),
        ({"latitude": None}, "latitude or longitude is missing"),
        ({"category": None}, "the category is empty"),
        ({"rating": 7}, "not between 0 (none yet) and 5"),
        ({"rating_count": -1}, "no whole number"),
        ({"price_level": 9}, "not 1, 2, 3 or 4"),
        ({"cost_for_two": "12.345"}, "at most two decimals"),
        ({"name": "x" * 600}, "more than 500 characters"),
        ({"place": "place:osm:node/404"}, "no place 'place:osm:node/404' is listed"),
        ({"category": "circus"}, "category"),
        ({"stars": 5}, "stars"),
    ],
)
async def test_what_cannot_be_a_rival_is_refused_by_field(
    local_api: Api, changes: dict[str, Any], words: str
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    answer = await enter(local_api, tenant, **changes)
    assert (answer.status_code, words in answer.text) == (422, True), answer.text
    assert answer.json()["errors"][0]["field"] in {*NEXT_DOOR, "coordinates", "rival", *changes}
    assert await listed(local_api, tenant) == []


async def test_another_tenants_rival_is_none(local_api: Api) -> None:
    owner, other = await local_api.new_tenant(**CORNER), await local_api.new_tenant(**CORNER)
    rival = (await enter(local_api, owner)).json()
    assert await listed(local_api, other) == []
    assert (await remove(local_api, other, rival, reason="mistake")).status_code == 404
    assert await listed(local_api, owner) == [rival]


async def test_a_list_that_nobody_knows_by_heart_is_a_file(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    for number in range(MOST_RIVALS):
        assert (await enter(local_api, tenant, name=f"Rival {number}")).status_code == 201
    answer = await enter(local_api, tenant, name="One Too Many")
    assert (answer.status_code, "import a file" in answer.json()["detail"]) == (409, True)
