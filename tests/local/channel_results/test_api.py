from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from shared.clock import FixedClock
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase

RESULTS = f"{LOCAL}/channel-results"
MAY = {"spent": 1500, "returned": 4000.5}


async def put(
    api: Api, tenant: Tenant, path: str = "social_media/2024-05", **changes: Any
) -> httpx.Response:
    return await api.http.put(f"{RESULTS}/{path}", json=MAY | changes, headers=tenant.headers)


async def listed(api: Api, tenant: Tenant) -> list[dict[str, Any]]:
    answer = await api.http.get(RESULTS, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["next_cursor"] is None
    return answer.json()["items"]


async def test_a_month_is_recorded_once_however_often_it_comes(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    first, second = await put(local_api, tenant), await put(local_api, tenant)
    assert (first.status_code, second.status_code) == (200, 200), first.text
    assert first.json() == second.json()
    assert first.json() | {"recorded_at": None} == {
        "channel": "social_media",
        "month": "2024-05",
        "spent": {"amount": "1500.00", "currency": "INR"},
        "returned": {"amount": "4000.50", "currency": "INR"},
        "recorded_at": None,
    }
    assert await listed(local_api, tenant) == [first.json()]


async def test_what_is_sent_later_replaces_the_month(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    before = (await put(local_api, tenant)).json()
    after = (await put(local_api, tenant, spent={"amount": "1.10", "currency": "INR"})).json()
    assert after["spent"]["amount"] == "1.10"
    assert after["recorded_at"] > before["recorded_at"]
    assert await listed(local_api, tenant) == [after]


async def test_months_are_listed_the_newest_first(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    for path in ("social_media/2024-04", "whatsapp_messages/2024-05", "festival_offers/2024-05"):
        await put(local_api, tenant, path)
    found = [(item["month"], item["channel"]) for item in await listed(local_api, tenant)]
    assert found == [
        ("2024-05", "festival_offers"),
        ("2024-05", "whatsapp_messages"),
        ("2024-04", "social_media"),
    ]


async def test_a_month_taken_back_is_gone_and_can_be_taken_back_again(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await put(local_api, tenant)
    await put(local_api, tenant, "social_media/2024-06")
    for path in ("social_media/2024-05", "social_media/2024-05", "social_media/0000-05"):
        answer = await local_api.http.delete(f"{RESULTS}/{path}", headers=tenant.headers)
        assert answer.status_code == 204, answer.text
    assert [item["month"] for item in await listed(local_api, tenant)] == ["2024-06"]


async def test_one_shops_months_are_not_anothers(local_api: Api) -> None:
    tenant, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    await put(local_api, tenant)
    assert await listed(local_api, stranger) == []
    await local_api.http.delete(f"{RESULTS}/social_media/2024-05", headers=stranger.headers)
    assert len(await listed(local_api, tenant)) == 1


@pytest.mark.parametrize(
    ("path", "changes", "field"),
    [
        ("television/2024-05", {}, "channel"),
        ("social_media/2026-5", {}, "month"),
        ("social_media/2999-01", {}, "month"),
        ("social_media/1999-12", {}, "month"),
        ("social_media/2024-05", {"spent": -1}, "spent"),
        ("social_media/2024-05", {"returned": 0.001}, "returned"),
        ("social_media/2024-05", {"spent": 1e12}, "spent"),
        ("social_media/2024-05", {"clicks": 3}, "clicks"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name_and_stores_nothing(
    local_api: Api, path: str, changes: dict[str, Any], field: str
) -> None:
    tenant = await local_api.new_tenant()
    answer = await put(local_api, tenant, path, **changes)
    assert answer.status_code == 422, answer.text
    assert field in {item["field"] for item in answer.json()["errors"]}
    assert await listed(local_api, tenant) == []


async def test_the_present_month_is_that_of_the_business(local_tier_database: TierDatabase) -> None:
    first_minute = datetime(2024, 5, 1, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    clock = FixedClock(first_minute.astimezone(UTC))
    async with running_api(BusinessTier.LOCAL, local_tier_database, clock=clock) as api:
        here = await api.new_tenant()
        west = await api.new_tenant(timezone="Europe/London")
        assert (await put(api, here)).status_code == 200
        refused = await put(api, west)
    assert refused.status_code == 422
    assert "2024-04" in refused.json()["detail"]


async def test_a_key_that_may_only_read_records_nothing(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    body = {"name": "reader", "scopes": ["read"]}
    made = await local_api.http.post(f"{ACCOUNT}/keys", json=body, headers=tenant.headers)
    assert made.status_code == 201, made.text
    reader = Tenant(tenant.id, made.json()["secret"])
    assert (await put(local_api, reader)).status_code == 403
    assert await listed(local_api, reader) == []
