"""A shop whose own records plant what it should do: it reads so in the morning."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.insights.service import InsightsService
from local.intelligence.service import default_sources
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from tests.api import LOCAL, Api, Tenant
from tests.local.customers.records import found as looked_for
from tests.local.customers.records import imported
from tests.local.customers.test_service_planted import planted_inquiries, planted_orders
from tests.local.insights.test_api import evidence, get, judge, published
from tests.local.places.test_api import CORNER

EVENING = "missed_demand:late_evening"
KINDS = ("missed_demand", "lapsing", "no_shows", "reviews")
BLAME, PRAISE = "slow waiting and rude zzyzx", "great haircut"
# Of whom the orders know: one who stays away, named by a phone number.
PHONE = "9812345670"
APPOINTMENTS = [
    f"a{n},2026-03-01,2026-03-{11 + n % 10:02},{'no_show' if n % 2 else 'attended'}"
    for n in range(60)
]


async def send_records(api: Api, tenant: Tenant, *, with_orders: bool = True) -> None:
    inquiries = "customer,at,answered\n" + "\n".join(planted_inquiries())
    await imported(api, tenant, "inquiries", inquiries)
    appointments = "id,booked,starts,status\n" + "\n".join(APPOINTMENTS)
    await imported(api, tenant, "appointments", appointments)
    texts = [BLAME] * 12 + [PRAISE] * 30
    reviews = "id,text\n" + "\n".join(f"{n},{text}" for n, text in enumerate(texts))
    await imported(api, tenant, "reviews", reviews, source="google", licence="own")
    if with_orders:
        orders = "\n".join([*planted_orders(), f"{PHONE},2026-01-05 10:00,500"])
        await imported(api, tenant, "orders", f"customer,at,amount\n{orders}")


@pytest.fixture
async def tenant(local_api: Api) -> Tenant:
    return await local_api.new_tenant(**CORNER)


def of_records(edition: dict[str, Any]) -> list[dict[str, Any]]:
    found = edition["insights"]["immediate_opportunities"]
    return [item for item in found if item["key"].startswith(KINDS)]


async def todays(api: Api, tenant: Tenant) -> list[dict[str, Any]]:
    answer = await get(api, tenant, "/today")
    assert answer.status_code == 200, answer.text
    return of_records(answer.json())


async def test_what_the_records_call_for_is_among_todays_opportunities(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    found = await todays(local_api, tenant)
    assert {item["key"] for item in found} == {
        EVENING,
        "missed_demand:morning",
        "reviews:mend:wait",
        "reviews:tell:hair",
        "lapsing",
        "no_shows:record_reminders",
    }
    (evening,) = [item for item in found if item["key"] == EVENING]
    assert "Friday 21:00 to 23:00" in evening["title"]
    assert "42 were not answered" in evening["why"]
    assert [figure["unit"] for figure in evening["counted"]] == [
        "inquiries",
        "inquiries",
        "ratio",
        "INR",
    ]
    assert all(item["evidence"] and item["counted"] for item in found)


async def test_without_orders_the_evening_is_told_in_counts_and_without_rupees(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant, with_orders=False)
    (evening,) = [item for item in await todays(local_api, tenant) if item["key"] == EVENING]
    assert "rupees" not in evening["why"]
    assert evening["counted"][-1]["value"] is None
    assert "POST /api/v2/local/orders/imports" in evening["counted"][-1]["missing"]


async def test_an_edition_over_own_records_is_reproduced_and_goes_stale_with_them(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    edition = await published(local_api, tenant)
    before = await evidence(local_api, tenant, edition["id"])
    assert (before["is_reproduced"], before["changed_since"]) == (True, [])
    later = "customer,at,answered\nlast,2026-01-09 21:30,\n"
    await imported(local_api, tenant, "inquiries", later)
    after = await evidence(local_api, tenant, edition["id"])
    assert after["is_reproduced"]
    fact, field = f"{EVENING}:missed", "value"
    assert {"fact": fact, "field": field, "then": "42", "now": "43"} in after["changed_since"]


async def test_what_an_edition_rests_on_holds_no_customer_no_number_and_no_review(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    edition = await published(local_api, tenant)
    kept = json.dumps(await evidence(local_api, tenant, edition["id"])) + json.dumps(edition)
    customer = (await looked_for(local_api, tenant, PHONE)).json()["customer_id"]
    assert [needle for needle in (PHONE, customer, "zzyzx", "regular1") if needle in kept] == []


async def test_a_described_business_is_told_nothing_of_the_callers_own_records(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    body = {"name": "Another", "category": "salon", "city": "Delhi"}
    answer = await local_api.http.post(f"{LOCAL}/intelligence", json=body, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    assert of_records(answer.json()) == []


async def test_what_the_owner_found_wrong_stays_away_for_thirty_days(
    local_api: Api, local_database: Database, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    given = (await judge(local_api, tenant, EVENING, "wrong")).json()
    assert EVENING not in [item["key"] for item in await todays(local_api, tenant)]
    at = datetime.fromisoformat(given["given_at"]).astimezone(UTC)
    for days, is_away in ((29, True), (31, False)):
        sources = default_sources(FixedClock(at + timedelta(days=days)))
        async with unit_of_work(local_database, tenant.id) as session:
            inputs = await InsightsService(session, tenant.id, sources).of_stored(tenant.id)
        assert (EVENING in inputs.own.dismissed) is is_away


async def test_the_first_opportunities_are_told_as_tasks_in_two_languages(
    local_api: Api, tenant: Tenant
) -> None:
    await send_records(local_api, tenant)
    edition = await published(local_api, tenant)
    guidance = edition["insights"]["manual_task_guidance"]
    first = edition["insights"]["immediate_opportunities"][:5]
    assert [task["key"] for task in guidance["items"]] == [item["key"] for item in first]
    for task in guidance["items"]:
        assert min(len(task["steps"]["en"]), len(task["steps"]["hi"])) >= 3
        assert task["minutes"]["basis"] == "declared"
