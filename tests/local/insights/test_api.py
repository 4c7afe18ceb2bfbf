from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import httpx

from tests.api import LOCAL, Api, Tenant
from tests.local.places.corner import node, overpass
from tests.local.places.test_api import CORNER, send

INSIGHTS = f"{LOCAL}/insights"


async def get(api: Api, tenant: Tenant, path: str) -> httpx.Response:
    return await api.http.get(f"{INSIGHTS}{path}", headers=tenant.headers)


async def published(api: Api, tenant: Tenant) -> dict[str, Any]:
    answer = await api.http.post(INSIGHTS, headers=tenant.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def evidence(api: Api, tenant: Tenant, edition_id: str) -> dict[str, Any]:
    answer = await get(api, tenant, f"/{edition_id}/evidence")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_todays_insights_are_computed_once_and_are_the_same_bytes_ever_after(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Cut and Curl")))
    first = await get(local_api, tenant, "/today")
    await send(local_api, tenant, overpass(node(2, 200, "New Look")))
    second = await get(local_api, tenant, "/today")
    assert (first.status_code, first.headers["content-type"]) == (200, "application/json")
    assert first.content == second.content
    count = first.json()["insights"]["hyperlocal_market"]["local_competitors"]["count"]
    assert count["value"] == 1
    again = await get(local_api, tenant, f"/{first.json()['id']}")
    assert again.content == first.content


async def test_insights_asked_for_anew_see_what_changed_and_become_todays(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100)))
    before = await published(local_api, tenant)
    await send(local_api, tenant, overpass(node(1, 100), node(2, 200)))
    after = await published(local_api, tenant)
    assert after["id"] != before["id"]
    assert (await get(local_api, tenant, "/today")).json() == after


async def test_the_same_facts_are_the_same_edition(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100)))
    assert await published(local_api, tenant) == await published(local_api, tenant)


async def test_facts_that_are_as_before_bring_their_edition_back(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    editions = list[dict[str, Any]]()
    for name in ("Old", "New", "Old"):
        business = f"{LOCAL}/businesses/{tenant.id}"
        await local_api.http.patch(business, json={"name": name}, headers=tenant.headers)
        editions.append(await published(local_api, tenant))
    assert editions[0] == editions[2] != editions[1]
    assert (await get(local_api, tenant, "/today")).json() == editions[0]


async def test_an_edition_is_reproduced_from_its_evidence(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Cut and Curl")), attribution="© OSM")
    edition = await published(local_api, tenant)
    found = await evidence(local_api, tenant, edition["id"])
    assert (found["is_reproduced"], found["is_stale"], found["changed_since"]) == (True, False, [])
    assert found["method"] == found["method_today"] == edition["method"]
    assert found["inputs"]["around"]["places"][0]["name"] == "Cut and Curl"
    (source,) = found["sources"]
    assert (source["licence"], source["attribution"]) == ("ODbL-1.0", "© OSM")


async def test_a_fact_that_changed_since_is_named_and_the_edition_is_still_reproduced(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100, "Cut and Curl")))
    edition = await published(local_api, tenant)
    await send(local_api, tenant, overpass(node(1, 100, "Cut Above")))
    found = await evidence(local_api, tenant, edition["id"])
    assert (found["is_reproduced"], found["is_stale"]) == (True, True)
    renamed = [change for change in found["changed_since"] if change["field"] == "name"]
    assert renamed == [
        {"fact": "place:osm:node/1", "field": "name", "then": "Cut and Curl", "now": "Cut Above"}
    ]


async def test_another_shops_edition_is_not_there(local_api: Api) -> None:
    owner, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    edition = await published(local_api, owner)
    for path in (f"/{edition['id']}", f"/{edition['id']}/evidence"):
        answer = await get(local_api, stranger, path)
        assert answer.status_code == 404
        assert "/insights/today" in answer.json()["detail"]


async def test_an_id_that_is_none_is_refused_by_name(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await get(local_api, tenant, "/yesterday")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "edition_id")


async def keys(api: Api, tenant: Tenant, *, fresh: bool = False) -> list[str]:
    if fresh:
        path, body = f"{LOCAL}/intelligence", {"business_id": str(tenant.id)}
        answer = await api.http.post(path, json=body, headers=tenant.headers)
    else:
        answer = await get(api, tenant, "/today")
    assert answer.status_code == 200, answer.text
    return [item["key"] for item in answer.json()["insights"]["immediate_opportunities"]]


async def judge(api: Api, tenant: Tenant, key: str, verdict: str) -> httpx.Response:
    body = {"key": key, "verdict": verdict}
    return await api.http.post(f"{INSIGHTS}/feedback", json=body, headers=tenant.headers)


async def test_what_is_done_or_wrong_vanishes_at_once_and_comes_back_when_reopened(
    local_api: Api,
) -> None:
    tenant, hours = await local_api.new_tenant(**CORNER), "profile:opening_hours"
    assert hours in await keys(local_api, tenant)
    answer = await judge(local_api, tenant, hours, "wrong")
    assert answer.status_code == 200, answer.text
    assert answer.json()["away_until"] > answer.json()["given_at"]
    assert hours not in await keys(local_api, tenant)
    assert hours not in await keys(local_api, tenant, fresh=True)
    await judge(local_api, tenant, hours, "open")
    assert hours in await keys(local_api, tenant)


async def test_one_shops_word_says_nothing_to_another(local_api: Api) -> None:
    tenant, other = await local_api.new_tenant(**CORNER), await local_api.new_tenant(**CORNER)
    await judge(local_api, tenant, "profile:opening_hours", "done")
    assert "profile:opening_hours" in await keys(local_api, other)


async def test_a_verdict_that_is_none_is_refused_by_name(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await judge(local_api, tenant, "profile:opening_hours", "boring")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "verdict")


async def import_orders(api: Api, tenant: Tenant, rows: Sequence[str]) -> None:
    content = "\n".join(["day,at,amount,phone", *rows]).encode()
    answer = await api.http.post(
        f"{LOCAL}/orders/imports",
        params={"at": "at", "amount": "amount", "customer": "phone"},
        content=content,
        headers=tenant.headers | {"Content-Type": "text/csv"},
    )
    assert answer.status_code == 201, answer.text


async def test_the_shops_own_orders_reach_its_insights_and_their_evidence(local_api: Api) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    days = [date(2024, 10, 1) + timedelta(days=number) for number in range(760)]
    rows = [f"{day},{day} 18:30,400,9{number % 90:09}" for number, day in enumerate(days)]
    await import_orders(local_api, tenant, rows)
    edition = await published(local_api, tenant)
    patterns = edition["insights"]["hyperlocal_market"]["customer_patterns"]
    assert (patterns["busiest_hours"]["basis"], patterns["repeat_rate"]["n"]) == ("measured", 90)
    found = await evidence(local_api, tenant, edition["id"])
    assert found["is_reproduced"]
    assert len(found["inputs"]["own"]["daily_orders"]) == 760


async def test_orders_that_came_later_make_an_edition_stale_and_nothing_else_does(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    await send(local_api, tenant, overpass(node(1, 100), node(2, 20_000)))
    await import_orders(local_api, tenant, ["2026-10-01,2026-10-01 18:30,400,9000000001"])
    edition = await published(local_api, tenant)
    before = await evidence(local_api, tenant, edition["id"])
    await import_orders(local_api, tenant, ["2026-10-02,2026-10-02 18:30,400,9000000001"])
    after = await evidence(local_api, tenant, edition["id"])
    assert (before["is_stale"], after["is_stale"]) == (False, True)
    (orders,) = [change for change in after["changed_since"] if change["fact"] == "orders"]
    assert orders == {"fact": "orders", "field": "2026-10-02", "then": None, "now": "1"}


async def test_a_rival_that_closed_is_alerted_and_the_edition_is_reproduced(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant(**CORNER)
    shops = [node(number, 40 * number, f"Shop {number}") for number in range(1, 20)]
    await send(local_api, tenant, overpass(*shops), release="full")
    await send(local_api, tenant, overpass(shops[0], *shops[2:]), release="full")
    edition = await published(local_api, tenant)
    (alert,) = edition["insights"]["competitor_alerts"]["items"]
    assert (alert["kind"], alert["place"]) == ("closed", "place:osm:node/2")
    assert (await evidence(local_api, tenant, edition["id"]))["is_reproduced"]
