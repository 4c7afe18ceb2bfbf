"""Any two full releases of a source can be compared afterwards, through the API."""

from typing import Any

from sqlalchemy import text

from local.places.domain.place_snapshot import RELEASES_KEPT
from shared.db.session import unit_of_work
from tests.api import LOCAL, Api, Tenant
from tests.local.places.corner import node, overpass
from tests.local.places.test_api import send
from tests.local.places.test_api_releases import EDGES, corner, release

RELEASES = f"{LOCAL}/places/releases"


async def kept(api: Api, tenant: Tenant) -> list[dict[str, Any]]:
    answer = await api.http.get(RELEASES, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def compared(
    api: Api, tenant: Tenant, older: dict[str, Any], newer: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    path = f"{RELEASES}/{newer['id']}/changes"
    answer = await api.http.get(path, params={"older": older["id"]}, headers=tenant.headers)
    return answer.status_code, answer.json()


async def test_releases_far_apart_are_compared_whole(local_api: Api) -> None:
    tenant = await corner(local_api)
    first = await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    await release(local_api, tenant, node(2, 200, "Beryl"), node(3, 300, "Coral"))
    third = await release(local_api, tenant, node(2, 200, "Bronze"), node(4, 400, "Diamond"))
    items = await kept(local_api, tenant)
    assert [item["import_id"] for item in items][::2] == [third["id"], first["id"]]
    assert [item["places"] for item in items] == [4, 4, 4]
    status, body = await compared(local_api, tenant, first, third)
    assert status == 200
    told = {(item["kind"], item["before"], item["after"]) for item in body["changes"]}
    # Coral came and went in between: from the first to the third nothing happened to it.
    assert told == {
        ("closed", "Amber", None),
        ("renamed", "Beryl", "Bronze"),
        ("opened", None, "Diamond"),
    }
    assert (body["older_import_id"], body["attribution"]) == (first["id"], None)
    path = f"{RELEASES}/{third['id']}/changes"
    lately = (await local_api.http.get(path, headers=tenant.headers)).json()
    assert lately["older_import_id"] == items[1]["import_id"]
    alone = await local_api.http.get(path.replace(third["id"], first["id"]), headers=tenant.headers)
    assert alone.status_code == 422


async def test_what_was_not_kept_or_is_no_past_is_refused_with_a_reason(local_api: Api) -> None:
    tenant = await corner(local_api)
    first = await release(local_api, tenant, node(1, 100, "Amber"))
    second = await release(local_api, tenant, node(1, 100, "Amber"), node(2, 200, "Beryl"))
    partial = (await send(local_api, tenant, overpass(node(3, 300, "Coral")))).json()
    other = await release(local_api, tenant, node(5, 100, "Opal"), source="other")
    assert (await compared(local_api, tenant, second, first))[0] == 422
    assert (await compared(local_api, tenant, first, other))[0] == 422
    status, body = await compared(local_api, tenant, first, partial)
    assert (status, "was not kept" in body["detail"]) == (404, True)
    stranger = await corner(local_api)
    assert (await compared(local_api, stranger, first, second))[0] == 404
    assert await kept(local_api, stranger) == []


async def test_equal_releases_have_equal_hashes_and_old_ones_go(local_api: Api) -> None:
    tenant = await corner(local_api)
    for number in range(RELEASES_KEPT + 2):
        await release(local_api, tenant, node(1, 100, f"Amber {number % 2}"))
    items = await kept(local_api, tenant)
    assert len(items) == RELEASES_KEPT
    assert len({item["sha256"] for item in items}) == 2
    assert all(item["places"] == 1 + len(EDGES) for item in items)
    async with unit_of_work(local_api.runtime.database, tenant.id) as session:
        rows = await session.execute(text("SELECT count(*) FROM local_place_imports"))
        assert rows.scalar_one() == RELEASES_KEPT + 2
