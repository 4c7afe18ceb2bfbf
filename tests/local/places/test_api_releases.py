"""What follows from one release of a source after another, through the API."""

import json
from typing import Any

import httpx

from tests.api import LOCAL, Api, Tenant
from tests.local.places.corner import LATITUDE, LONGITUDE, node, overpass
from tests.local.places.test_api import (
    CORNER,
    competitors,
    insights,
    mark_duplicates,
    send,
)

CHANGES = f"{LOCAL}/places/changes"
# The business stands between them, inside the box of its releases.
EDGES = (node(90, -900, "South Edge"), node(91, 900, "North Edge"))


async def release(api: Api, tenant: Tenant, *elements: object, **query: str) -> dict[str, Any]:
    """Send a full release and return the record of the import."""
    answer = await send(api, tenant, overpass(*EDGES, *elements), **{"release": "full"} | query)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def alerts(api: Api, tenant: Tenant) -> dict[str, Any]:
    return (await insights(api, tenant))["competitor_alerts"]


async def changes(api: Api, tenant: Tenant, **query: str) -> httpx.Response:
    return await api.http.get(CHANGES, params=query, headers=tenant.headers)


async def corner(api: Api) -> Tenant:
    """Return a tenant whose business stands amid the edges of its releases."""
    return await api.new_tenant(**CORNER)


async def rivals(api: Api, tenant: Tenant) -> int:
    return (await competitors(api, tenant))["count"]["value"]


async def test_two_full_releases_tell_what_opened_closed_and_changed(local_api: Api) -> None:
    tenant = await corner(local_api)
    old = (node(1, 100, "Amber"), node(2, 200, "Beryl"), node(3, 300, "Coral"))
    first = await release(local_api, tenant, *old)
    assert (first["release"], first["changes_found"]) == ("full", 0)
    assert first["covers"]["trades"] == ["salon"]
    new = (node(2, 200, "Beryl"), node(3, 300, "Diamond"), node(4, 400, "Emerald"))
    second = await release(local_api, tenant, *new)
    assert (second["changes_found"], second["places_gone"], second["places_new"]) == (3, 1, 1)
    found = await alerts(local_api, tenant)
    told = {item["name"]: (item["kind"], item["severity"]) for item in found["items"]}
    assert told == {
        "Amber": ("closed", "high"),
        "Diamond": ("renamed", "medium"),
        "Emerald": ("opened", "high"),
    }
    assert found["assessment"]["value"] == 3
    assert f"place_import:{second['id']}" in found["assessment"]["evidence"]
    listed = (await changes(local_api, tenant)).json()["items"]
    cited = {name for item in found["items"] for name in item["evidence"]}
    assert {f"place_change:{change['id']}" for change in listed} == cited
    assert {change["import_id"] for change in listed} == {second["id"]}


async def test_a_place_that_closed_is_no_rival_any_more(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    assert await rivals(local_api, tenant) == 4
    await release(local_api, tenant, node(2, 200, "Beryl"))
    assert await rivals(local_api, tenant) == 3
    again = await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    assert await rivals(local_api, tenant) == 4
    assert (again["places_changed"], again["changes_found"]) == (1, 1)
    (listed_again, closed) = (await changes(local_api, tenant)).json()["items"]
    assert (listed_again["kind"], closed["kind"]) == ("listed_again", "closed")
    # It was away and is back: nothing that a shopkeeper must know.
    assert (await alerts(local_api, tenant))["items"] == []


async def test_two_releases_without_a_change_give_an_empty_list(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"))
    none_yet = await alerts(local_api, tenant)
    assert (none_yet["items"], none_yet["assessment"]["reason"]) == (None, "insufficient_data")
    await release(local_api, tenant, node(1, 101, "AMBER"))
    found = await alerts(local_api, tenant)
    assert (found["items"], found["assessment"]["value"]) == ([], 0)
    assert len(found["assessment"]["evidence"]) == 2


async def test_the_first_full_release_closes_what_a_part_listed_and_opens_nothing(
    local_api: Api,
) -> None:
    tenant = await corner(local_api)
    part = overpass(node(1, 100, "Amber"), node(2, 200, "Beryl"))
    await send(local_api, tenant, part)
    full = await release(local_api, tenant, node(3, 300, "Coral"), node(8, 201, "Beryl"))
    assert (full["places_gone"], full["changes_found"]) == (2, 1)
    found = await alerts(local_api, tenant)
    assert [(item["kind"], item["name"]) for item in found["items"]] == [("closed", "Amber")]


async def test_a_part_closes_nothing(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    part = (await send(local_api, tenant, overpass(*EDGES, node(2, 200, "Beryl")))).json()
    assert (part["release"], part["covers"], part["places_gone"]) == ("partial", None, 0)
    assert await rivals(local_api, tenant) == 4


async def test_a_file_that_its_server_calls_incomplete_closes_nothing(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    file = json.loads(overpass(*EDGES, node(2, 200, "Beryl")))
    file["remark"] = 'runtime error: Query timed out in "query" at line 3 after 26 seconds.'
    answer = await send(local_api, tenant, json.dumps(file).encode(), release="full")
    record = answer.json()
    assert (record["release"], record["places_gone"]) == ("partial", 0), answer.text
    assert "timed out" in record["release_note"]
    assert await rivals(local_api, tenant) == 4
    whole = await release(local_api, tenant, node(2, 200, "Beryl"))
    assert whole["places_gone"] == 1


async def test_a_place_with_a_broken_position_has_not_closed(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    broken = node(1, 100, "Amber") | {"lat": 0, "lon": 0}
    swapped = node(2, 200, "Beryl") | {"lat": LONGITUDE, "lon": LATITUDE}
    record = await release(local_api, tenant, broken, swapped)
    assert record["skipped_reasons"] == {"coordinates_swapped": 1, "coordinates_zero": 1}
    assert record["places_gone"] == 0
    assert await rivals(local_api, tenant) == 4


async def test_a_release_sent_again_changes_nothing(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"))
    second = await release(local_api, tenant, node(2, 200, "Beryl"))
    assert await release(local_api, tenant, node(2, 200, "Beryl")) == second
    assert len((await changes(local_api, tenant)).json()["items"]) == 2


async def test_a_part_that_is_sent_again_as_a_full_release_counts_as_one(local_api: Api) -> None:
    tenant = await corner(local_api)
    file = overpass(*EDGES, node(1, 100, "Amber"))
    part = (await send(local_api, tenant, file)).json()
    full = (await send(local_api, tenant, file, release="full")).json()
    assert full["id"] != part["id"]
    assert (full["release"], full["places_unchanged"]) == ("full", 3)


async def test_two_sources_are_compared_each_with_itself(local_api: Api) -> None:
    tenant = await corner(local_api)
    await release(local_api, tenant, node(1, 100, "Amber"))
    other = await release(local_api, tenant, node(2, 500, "Beryl"), source="directory")
    assert (other["changes_found"], other["places_gone"]) == (0, 0)
    await mark_duplicates(local_api, tenant)
    found = await competitors(local_api, tenant)
    assert found["count"]["value"] == 4
    listed_by = {rival["name"]: rival["listed_by"]["value"] for rival in found["nearest_rivals"]}
    assert listed_by == {"Amber": 1, "Beryl": 1, "North Edge": 2, "South Edge": 2}


async def test_changes_are_listed_page_by_page_and_to_their_tenant_alone(local_api: Api) -> None:
    tenant, stranger = await corner(local_api), await corner(local_api)
    shops = [node(number, 100 * number, f"Shop {number}") for number in range(1, 4)]
    await release(local_api, tenant, *shops)
    await release(local_api, tenant)
    first = (await changes(local_api, tenant, limit="2")).json()
    rest = (await changes(local_api, tenant, cursor=first["next_cursor"])).json()
    names = sorted(item["name"] for item in first["items"] + rest["items"])
    assert (names, len(first["items"])) == (["Shop 1", "Shop 2", "Shop 3"], 2)
    assert (await changes(local_api, stranger)).json()["items"] == []


async def test_a_release_is_full_or_partial(local_api: Api) -> None:
    tenant = await corner(local_api)
    answer = await send(local_api, tenant, overpass(*EDGES), release="most")
    assert answer.status_code == 422
    assert "release" in answer.text


async def test_a_file_of_other_scope_closes_nothing_of_a_trade_and_says_so(
    local_api: Api,
) -> None:
    tenant = await corner(local_api)
    shops = [node(number, 20 * number, f"Shop {number}") for number in range(1, 30)]
    await release(local_api, tenant, *shops)
    record = await release(local_api, tenant)
    assert (record["places_gone"], record["changes_found"]) == (0, 0)
    assert "salon (29)" in record["release_note"]
