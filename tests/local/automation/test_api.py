"""A shop's day over the API: the same work however often it is asked for."""

from datetime import timedelta
from typing import Any

import pytest

from local.automation.jobs import OpenDay, QueueRunRecords, RecordRuns
from local.automation.orchestrator import LocalAutomationOrchestrator
from local.automation.service.records import RunService
from local.automation.tasks.runs import open_day, queue_run_records, record_runs
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
    """Open the day and write the record by the shop's own clock, and return it."""
    await open_day(shop.context(), OpenDay(shop.tenant.id))
    await record_runs(shop.context(), RecordRuns(shop.tenant.id))
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        service = RunService(session, shop.tenant.id, clock=shop.clock)
        return list(await service.list([], [], None, None, 200))


async def test_a_new_shop_has_its_tasks_and_no_figure(local_api: Api, shop: Shop) -> None:
    day = await told(local_api, shop, "POST", "daily", {"business_id": str(shop.tenant.id)})
    results = day["automation_results"]
    assert [len(results[channel]) for channel in CHANNELS] == [3, 3, 3]
    assert len(results["other"]) == 13
    assert (day["tier"], day["business_name"]) == ("local", "Asha Salon")
    assert day["time_saved"]["reason"]
    assert day["figures"]["hands_free"]["n"] == 8
    assert day["figures"]["minutes_saved"] == {
        "value": None,
        "low": None,
        "high": None,
        "extra": 0.0,
        "reason": day["time_saved"]["reason"],
    }
    assert day["figures"]["is_goal_reached"] is None
    assert results["manual_tasks"] == 5
    assert day["next_run"].startswith("2026-11-26T")


async def test_asked_twice_it_is_the_same_work(local_api: Api, shop: Shop) -> None:
    first = await told(local_api, shop, "POST", "daily", {})
    again = await told(local_api, shop, "POST", "daily", {})
    assert again == first
    runs = await told(local_api, shop, "GET", "runs")
    assert len(runs["items"]) == 13


async def test_asking_for_figures_opens_no_day(local_api: Api, shop: Shop) -> None:
    figures = await told(local_api, shop, "GET", "figures")
    assert (figures["hands_free"]["value"], figures["hands_free"]["n"]) == (None, 0)
    assert figures["hands_free"]["reason"]
    assert (await told(local_api, shop, "GET", "runs"))["items"] == []


async def test_runs_are_filtered_and_paged(local_api: Api, shop: Shop) -> None:
    await told(local_api, shop, "POST", "daily", {})
    due = await told(local_api, shop, "GET", "runs?state=due&limit=4")
    rest = await told(local_api, shop, "GET", f"runs?state=due&limit=4&cursor={due['next_cursor']}")
    found = {run["routine"] for run in due["items"] + rest["items"]}
    assert (len(found), rest["next_cursor"]) == (8, None)
    assert (await told(local_api, shop, "GET", "runs?state=due&on=2026-11-25"))["items"] == []
    one = await told(local_api, shop, "GET", "runs?routine=engage")
    assert [run["routine"] for run in one["items"]] == ["engage"]


async def test_a_touched_run_is_hands_free_no_more(local_api: Api, shop: Shop) -> None:
    await shop.write("kitne baje tak khula hai")
    await shop.settle()
    (run,) = [row for row in await recorded(shop) if row.routine == "answer_inquiries"]
    touch = {"kind": "redo", "minutes": "2.5"}
    await told(local_api, shop, "POST", f"runs/{run.id}/touch", touch)
    again = await told(local_api, shop, "POST", f"runs/{run.id}/touch", touch)
    assert (again["is_touched"], again["touch_minutes"], again["is_reworked"]) == (True, 5.0, True)
    await recorded(shop)
    figures = await told(local_api, shop, "GET", "figures")
    shares = ("hands_free", "assisted", "verified", "reworked")
    assert [figures[name]["value"] > 0 for name in shares] == [False, True, True, True]


async def test_a_run_that_is_not_there_cannot_be_touched(local_api: Api, shop: Shop) -> None:
    url = f"{LOCAL}/automation/runs/{shop.tenant.id}/touch"
    bodies: list[tuple[dict[str, str], int]] = [
        ({"kind": "fix", "minutes": "1"}, 404),
        ({"kind": "fix", "minutes": "-1"}, 422),
        ({"kind": "look", "minutes": "1"}, 422),
    ]
    for body, status in bodies:
        answer = await local_api.http.post(url, json=body, headers=shop.tenant.headers)
        assert answer.status_code == status


async def test_settings_are_kept_where_they_belong(local_api: Api, shop: Shop) -> None:
    before = await told(local_api, shop, "GET", "settings")
    assert len(before["routines"]) == 22
    wished = {
        "reply_to_reviews": "ask",
        "answer_inquiries": "never",
        "check_templates": "never",
        "create_content": "auto",
        "send_reminders": "never",
    }
    after = await told(local_api, shop, "PUT", "settings", {"routines": wished})
    found = {one["routine"]: one["approval"] for one in after["routines"]}
    assert {name: found[name] for name in wished} == wished
    assert (found["post_update"], found["engage"]) == ("auto", "ask")
    for path, mode in (("review-replies", "ask"), ("messages", "never")):
        url = f"{LOCAL}/{path}/settings"
        answer = await local_api.http.get(url, headers=shop.tenant.headers)
        assert answer.json()["mode"] == mode


async def test_a_switch_stops_the_day_and_lets_it_go_on(local_api: Api, shop: Shop) -> None:
    url, headers = f"{LOCAL}/pauses/everything", shop.tenant.headers
    assert (await local_api.http.put(url, json={}, headers=headers)).is_success
    await told(local_api, shop, "POST", "daily", {})
    runs = (await told(local_api, shop, "GET", "runs"))["items"]
    assert {run["state"] for run in runs} == {"blocked"}
    assert (await local_api.http.delete(url, headers=headers)).is_success
    await told(local_api, shop, "POST", "daily", {})
    runs = (await told(local_api, shop, "GET", "runs"))["items"]
    assert {run["state"] for run in runs} == {"due", "manual"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"routines": {"customer_service": "auto"}}, "routines.customer_service"),
        ({"routines": {"create_content": "auto", "post_update": "ask"}}, "routines.post_update"),
        ({"routines": {"send_reminders": "ask"}}, "routines.send_reminders"),
        ({"routines": {"wash_cars": "auto"}}, "routines"),
        ({"routines": {"engage": "perhaps"}}, "routines.engage"),
    ],
)
async def test_settings_that_make_no_sense_are_refused(
    local_api: Api, shop: Shop, body: dict[str, Any], field: str
) -> None:
    url = f"{LOCAL}/automation/settings"
    answer = await local_api.http.put(url, json=body, headers=shop.tenant.headers)
    assert answer.status_code == 422
    assert field in answer.text


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
    assert "engage" in before
    shop.clock.at += timedelta(days=1)
    rows = await recorded(shop)
    states = sorted((str(row.on_date), row.state) for row in rows if row.key == "day")
    first = [state for day, state in states if day == "2026-11-26"]
    assert [first.count(state) for state in ("missed", "expired", "due")] == [5, 6, 2]
    assert "missed" not in {state for day, state in states if day == "2026-11-27"}
    assert (await shop.task_kinds()).count("engage") == 1


async def test_after_an_outage_no_day_is_made_up(shop: Shop) -> None:
    await recorded(shop)
    shop.clock.at += timedelta(days=5)
    days = {str(row.on_date) for row in await recorded(shop)}
    assert days == {"2026-11-26", "2026-12-01"}


async def test_time_is_saved_where_the_owner_says_how_long_it_takes(
    local_api: Api, shop: Shop
) -> None:
    for minutes in ("90", "20"):
        said = {"routine": "create_content", "minutes": minutes, "times_per_week": "3"}
        await told(local_api, shop, "PUT", "baselines", {"baselines": [said]})
    day = await told(local_api, shop, "POST", "daily", {})
    saved = day["time_saved"]
    assert (saved["daily_hours_saved"], saved["reason"]) == (0.0, None)
    assert saved["remaining_manual_time"] == pytest.approx(20 / 60, abs=0.01)


async def test_a_timed_routine_has_a_range(local_api: Api, shop: Shop) -> None:
    for minutes in ("2", "3", "4", "5", "6"):
        sample = {"routine": "answer_inquiries", "minutes": minutes, "method": "timer"}
        await told(local_api, shop, "POST", "baselines", sample)
    await shop.write("kitne baje tak khula hai")
    await shop.settle()
    await recorded(shop)
    saved = (await told(local_api, shop, "GET", "figures"))["minutes_saved"]
    assert (saved["low"], saved["value"], saved["high"]) == (2.0, 4.0, 6.0)


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
