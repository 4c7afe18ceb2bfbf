"""The main job of each tier, from an empty account to figures with their evidence."""

from datetime import date, timedelta

import pytest

from tests.api import ENTERPRISE, LOCAL
from tests.local.places.corner import LATITUDE, LONGITUDE
from tests.system.platform import Platform, is_problem, shown

pytestmark = pytest.mark.system

CSV = {"Content-Type": "text/csv"}
FIRST_DAY = date(2026, 1, 1)
OBSERVATIONS = "date,channel,spend,clicks,conversions,revenue\n" + "".join(
    f"{FIRST_DAY + timedelta(days=n)},{channel},{100 + n % 7},{40 + n},{4 + n % 3},{900 + n}\n"
    for n in range(60)
    for channel in ("search", "social")
)
PLACES = "name,latitude,longitude,category\n" + "".join(
    f"Salon {n},{LATITUDE + n / 1000},{LONGITUDE},salon\n" for n in range(1, 6)
)
DASHBOARD = {
    "business_info",
    "daily_insights",
    "automation_status",
    "performance_metrics",
    "manual_tasks",
}
INSIGHTS = {
    "hyperlocal_market",
    "immediate_opportunities",
    "budget_optimization",
    "automation_recommendations",
    "manual_task_guidance",
    "competitor_alerts",
}


async def test_a_client_imports_observations_and_is_told_what_they_say(platform: Platform) -> None:
    client = await platform.new_tenant("enterprise")
    path, headers = f"{ENTERPRISE}/observations/imports", client.headers | CSV
    made = (await platform.http.post(path, content=OBSERVATIONS, headers=headers)).json()
    assert (made["rows"], made["inserted"], made["state"]) == (120, 120, "stored")
    again = (await platform.http.post(path, content=OBSERVATIONS, headers=headers)).json()
    assert (again["inserted"], again["updated"], again["unchanged"]) == (0, 0, 120)

    asked = {"client_id": str(client.id)}
    answer = await platform.http.post(
        f"{ENTERPRISE}/intelligence", json=asked, headers=client.headers
    )
    body = answer.raise_for_status().json()
    assert body.keys() >= {"tier", "analysis", "features_used"}
    assert body["tier"] == "enterprise"
    assert body["features_used"]


async def test_a_clients_data_may_come_with_the_request(platform: Platform) -> None:
    client = await platform.new_tenant("enterprise")
    record = {"date": "2026-01-01", "channel": "search", "spend": 10, "clicks": 3}
    body = {"client_data": {"observations": [record]}}
    answer = await platform.http.post(
        f"{ENTERPRISE}/intelligence", json=body, headers=client.headers
    )
    assert answer.status_code == 200, shown(answer)
    stored = await platform.http.get(f"{ENTERPRISE}/observations", headers=client.headers)
    assert stored.json()["items"] == []


async def test_a_shop_imports_places_and_is_told_about_its_rivals(platform: Platform) -> None:
    shop = await platform.new_tenant(
        "local", latitude=LATITUDE, longitude=LONGITUDE, monthly_budget=5000
    )
    path, query = f"{LOCAL}/places/imports", {"source": "tests", "licence": "CC0-1.0"}
    headers = shop.headers | CSV
    made = await platform.http.post(path, content=PLACES, headers=headers, params=query)
    assert (made.status_code, made.json()["places_new"]) == (201, 5), shown(made)
    again = await platform.http.post(path, content=PLACES, headers=headers, params=query)
    assert again.json() == made.json()
    listed = await platform.http.get(path, headers=shop.headers)
    assert listed.json()["items"] == [made.json()]

    asked = {"business_id": str(shop.id)}
    answer = await platform.http.post(f"{LOCAL}/intelligence", json=asked, headers=shop.headers)
    body = answer.raise_for_status().json()
    assert (body["tier"], body["business_name"]) == ("local", "Asha Salon")
    assert body["insights"].keys() >= INSIGHTS
    assert body["insights"]["budget_optimization"]["strategy"] == "bootstrap"
    assert (body["automation_percentage"], body["monthly_cost"]) == (None, 999)


async def test_a_shop_opens_its_day_and_looks_at_its_morning(platform: Platform) -> None:
    shop = await platform.new_tenant("local")
    asked = {"business_id": str(shop.id)}
    answer = await platform.http.post(f"{LOCAL}/automation/daily", json=asked, headers=shop.headers)
    day = answer.raise_for_status().json()
    results = day["automation_results"]
    assert [len(results[channel]) for channel in ("social_media", "whatsapp", "gmb")] == [3, 3, 3]
    answer = await platform.http.get(f"{LOCAL}/dashboard/{shop.id}", headers=shop.headers)
    morning = answer.raise_for_status().json()
    assert morning.keys() >= DASHBOARD
    # Workers may have handed over more of it meanwhile.
    assert morning["manual_tasks"]["open"] >= results["manual_tasks"]


async def test_the_second_address_of_the_enterprise_tier_is_the_same(platform: Platform) -> None:
    client = await platform.new_tenant("enterprise")
    for version in ("v1", "v2"):
        path = f"/api/{version}/enterprise/clients/{client.id}"
        answer = await platform.http.get(path, headers=client.headers)
        assert (answer.status_code, answer.json()["id"]) == (200, str(client.id))


@pytest.mark.parametrize(
    ("tier", "method", "path"),
    [
        ("enterprise", "POST", f"{ENTERPRISE}/automation"),
    ],
)
async def test_what_no_engine_computes_yet_is_absent(
    platform: Platform, tier: str, method: str, path: str
) -> None:
    tenant = await platform.new_tenant(tier)
    answer = await platform.http.request(method, path, headers=tenant.headers)
    assert is_problem(answer, 404), shown(answer)
