"""A shop's morning in one call, whose numbers are the numbers of their rows."""

from typing import Any

from local.automation.jobs import RecordRuns
from local.automation.tasks.runs import record_runs
from local.dashboard.schemas import DashboardRead
from tests.api import LOCAL, Api
from tests.local.messaging.shop import Shop


async def told(api: Api, shop: Shop, path: str) -> Any:
    answer = await api.http.get(path, headers=shop.tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def seen(api: Api, shop: Shop) -> Any:
    return await told(api, shop, f"{LOCAL}/dashboard/{shop.tenant.id}")


async def test_a_new_shop_sees_who_it_is_and_that_nothing_is_known(
    local_api: Api, shop: Shop
) -> None:
    found = await seen(local_api, shop)
    assert found["business_info"]["name"] == "Asha Salon"
    assert found["performance_metrics"]["hands_free"]["value"] is None
    assert found["performance_metrics"]["hands_free"]["reason"]
    assert found["daily_insights"]["immediate_opportunities"] is not None
    assert DashboardRead.model_validate(found).manual_tasks.open == 0


async def test_numbers_are_those_of_their_rows(local_api: Api, shop: Shop) -> None:
    shop.clock.at = local_api.runtime.clock.now()
    await shop.write("kitne baje tak khula hai")
    await shop.write("refund chahiye")
    await shop.settle()
    await record_runs(shop.context(), RecordRuns(shop.tenant.id))
    found = await seen(local_api, shop)
    runs = (await told(local_api, shop, found["automation_status"]["rows_at"]))["items"]
    channels = [found["automation_status"][name] for name in ("social_media", "whatsapp", "gmb")]
    assert sum(task["due"] for tasks in channels for task in tasks) == len(runs)
    tasks = found["manual_tasks"]
    listed = (await told(local_api, shop, tasks["rows_at"]))["items"]
    assert tasks["open"] == sum(kind["open"] for kind in tasks["by_kind"]) == len(listed)
    metrics = found["performance_metrics"]
    assert metrics["inbox"]["waiting"] == 1
    assert metrics["hands_free"]["n"] == len(runs)
    spent = float(metrics["message_costs"]["spent"]["amount"])
    rows = metrics["message_costs"]["by_category"]
    assert spent == sum(float(row["cost"]["amount"]) for row in rows)


async def test_another_shops_dashboard_looks_like_none(local_api: Api, shop: Shop) -> None:
    other = await local_api.new_tenant()
    path = f"{LOCAL}/dashboard/{other.id}"
    answer = await local_api.http.get(path, headers=shop.tenant.headers)
    assert answer.status_code == 404
