"""A shop's day over the API: the same work however often it is asked for."""

from datetime import timedelta
from typing import Any

import pytest

from local.automation.jobs import QueueRunRecords, RecordRuns
from local.automation.orchestrator import LocalAutomationOrchestrator
from local.automation.service import RunService
from local.automation.tasks import queue_run_records, record_runs
from local.businesses.domain.business import BusinessCategory, LocalBusiness
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext
from shared.service_factory import ServiceFactory
from shared.tiers import BusinessTier
from tests.api import LOCAL, Api
from tests.local.messaging.shop import Shop

DAILY = f"{LOCAL}/automation/daily"
CHANNELS = ("social_media", "whatsapp", "gmb")


async def told(api: Api, shop: Shop, method: str, path: str, body: object = None) -> Any:
    url = f"{LOCAL}/automation/{path}"
    answer = await api.http.request(method, url, json=body, headers=shop.tenant.headers)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def recorded(shop: Shop) -> list[Any]:
    """Write the record by the shop's own clock, and return it."""
    await record_runs(shop.context(), RecordRuns(shop.tenant.id))
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        service = RunService(session, shop.tenant.id, clock=shop.clock)
        return list(await service.list([], None, None, 200))


async def test_a_new_shop_has_nine_tasks_and_no_figure(local_api: Api, shop: Shop) -> None:
    day = await told(local_api, shop, "POST", "daily", {"business_id": str(shop.tenant.id)})
    results = day["automation_results"]
    assert [len(results[channel]) for channel in CHANNELS] == [3, 3, 3]
    assert (day["tier"], day["business_name"]) == ("local", "Asha Salon")
    assert day["time_saved"]["reason"]
    assert day["figures"]["hands_free"]["n"] == 5
    assert day["figures"]["is_goal_reached"] is None
    assert results["manual_tasks"] == 5


async def test_asked_twice_it_is_the_same_work(local_api: Api, shop: Shop) -> None:
    first = await told(local_api, shop, "POST", "daily", {})
    again = await told(local_api, shop, "POST", "daily", {})
    assert again["automation_results"] == first["automation_results"]
    runs = await told(local_api, shop, "GET", "runs")
    assert len(runs["items"]) == 5


async def test_another_business_is_not_shown(local_api: Api, shop: Shop) -> None:
    other = await local_api.new_tenant()
    body = {"business_id": str(other.id)}
    answer = await local_api.http.post(DAILY, json=body, headers=shop.tenant.headers)
    assert answer.status_code == 404


async def test_a_business_may_be_described_and_nothing_is_claimed_of_it(
    local_api: Api, shop: Shop
) -> None:
    body = {"name": "Thali House", "category": "restaurant", "city": "Delhi"}
    day = await told(local_api, shop, "POST", "daily", body)
    assert day["business_name"] == "Thali House"
    assert day["automation_results"]["automation_percentage"] is None
    both = body | {"business_id": str(shop.tenant.id)}
    answer = await local_api.http.post(DAILY, json=both, headers=shop.tenant.headers)
    assert answer.status_code == 422


async def test_only_what_was_read_back_counts(shop: Shop) -> None:
    await shop.write("kitne baje tak khula hai")
    (run,) = [row for row in await recorded(shop) if row.routine == "answer_inquiries"]
    assert (run.state, run.verified_at) == ("accepted", None)
    await shop.settle()
    (run,) = [row for row in await recorded(shop) if row.routine == "answer_inquiries"]
    assert run.state == "verified"
    assert run.evidence.startswith("message:")


async def test_a_day_that_is_over_is_missed_and_its_tasks_are_gone(shop: Shop) -> None:
    await recorded(shop)
    before = await shop.task_kinds()
    assert "create_content" in before
    shop.clock.at += timedelta(days=1)
    rows = await recorded(shop)
    states = sorted((str(row.on_date), row.state) for row in rows if row.key == "day")
    assert states == [("2026-11-26", "missed")] * 5 + [("2026-11-27", "manual")] * 5
    assert await shop.task_kinds() == before


async def test_after_an_outage_no_day_is_made_up(shop: Shop) -> None:
    await recorded(shop)
    shop.clock.at += timedelta(days=5)
    days = {str(row.on_date) for row in await recorded(shop)}
    assert days == {"2026-11-26", "2026-12-01"}


async def test_time_is_saved_where_the_owner_says_how_long_it_takes(
    local_api: Api, shop: Shop
) -> None:
    sample = {"routine": "create_content", "minutes": "20", "method": "owner_estimate"}
    await told(local_api, shop, "POST", "baselines", sample)
    day = await told(local_api, shop, "POST", "daily", {})
    saved = day["time_saved"]
    assert (saved["daily_hours_saved"], saved["reason"]) == (0.0, None)
    assert saved["remaining_manual_time"] == pytest.approx(20 / 60, abs=0.01)


async def test_every_business_is_recorded_by_the_hour(shop: Shop) -> None:
    context = JobContext(database=shop.database, clock=shop.clock)
    await queue_run_records(context, QueueRunRecords())
    await queue_run_records(context, QueueRunRecords())


async def test_the_engine_without_a_database_claims_nothing() -> None:
    business = LocalBusiness(name="Asha", category=BusinessCategory.SALON, city="Delhi")
    engine = ServiceFactory.create_automation_service(BusinessTier.LOCAL, business=business)
    assert isinstance(engine, LocalAutomationOrchestrator)
    day = await engine.run_daily_automation()
    assert [len(day[channel]) for channel in CHANNELS] == [3, 3, 3]
    assert day["automation_percentage"] is None
    assert day["automation_percentage_reason"]
