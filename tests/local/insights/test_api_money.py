from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from math import log1p
from typing import Any

import pytest
from pydantic import TypeAdapter

from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.insights import Inputs
from shared.clock import FixedClock
from shared.tiers import BusinessTier
from tests.api import LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.local.customers.records import imported
from tests.local.insights.test_api import evidence, published
from tests.local.intelligence.channel_months import LAST, SPENDS, months_before
from tests.local.intelligence.domain.test_insights import INPUTS

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CHANNELS = ("whatsapp_messages", "google_business_profile", "social_media")


@pytest.fixture
async def api(local_tier_database: TierDatabase) -> AsyncGenerator[Api]:
    async with running_api(BusinessTier.LOCAL, local_tier_database, clock=FixedClock(NOW)) as one:
        yield one


async def put(api: Api, tenant: Tenant, month: str, spent: float, returned: float) -> None:
    answer = await api.http.put(
        f"{LOCAL}/channel-results/{month}",
        json={"spent": round(spent, 2), "returned": round(returned, 2)},
        headers=tenant.headers,
    )
    assert answer.status_code == 200, answer.text


async def record_months(api: Api, tenant: Tenant, channel: str) -> None:
    for day, spend in zip(months_before(LAST, len(SPENDS)), SPENDS, strict=True):
        returned = 9_000 * log1p(spend / 1_500)
        await put(api, tenant, f"{channel}/{day:%Y-%m}", spend, returned)


def money(edition: dict[str, Any]) -> dict[str, Any]:
    return edition["insights"]["budget_optimization"]


def amounts(edition: dict[str, Any]) -> dict[str, str]:
    return {line["channel"]: line["amount"]["amount"] for line in money(edition)["lines"]}


async def test_a_shops_own_results_split_its_budget_and_say_what_it_returns(api: Api) -> None:
    tenant = await api.new_tenant(monthly_budget=5_000)
    for channel in CHANNELS:
        await record_months(api, tenant, channel)
    edition = await published(api, tenant)
    found = money(edition)
    assert found["allocation_rule"]["value"] == "own_results"
    # Three channels alike share 4,001 in steps of 100, and the last rupee.
    assert amounts(edition) == {
        "platform_fee": "999.00",
        "whatsapp_messages": "1400.00",
        "google_business_profile": "1301.00",
        "social_media": "1300.00",
        "festival_offers": "0.00",
    }
    returned = 9_000 * sum(log1p(spent / 1_500) for spent in (1_400, 1_301, 1_300))
    assert found["expected_roi"]["value"] == pytest.approx(returned / 5_000 - 1, abs=0.001)
    assert found["expected_roi"]["n"] == 18
    assert (await evidence(api, tenant, edition["id"]))["is_reproduced"]


async def test_a_channel_without_enough_months_keeps_its_share_and_says_what_is_missing(
    api: Api,
) -> None:
    tenant = await api.new_tenant(monthly_budget=5_000)
    before = amounts(await published(api, tenant))
    for channel in CHANNELS[:2]:
        await record_months(api, tenant, channel)
    edition = await published(api, tenant)
    assert amounts(edition)["social_media"] == before["social_media"] == "800.20"
    assert money(edition)["expected_roi"]["reason"] == "insufficient_data"
    assert "Of social_media, 6 finished months" in money(edition)["expected_roi"]["missing"]


async def test_a_result_that_was_corrected_makes_an_edition_stale(api: Api) -> None:
    tenant = await api.new_tenant(monthly_budget=5_000)
    await put(api, tenant, "social_media/2026-05", 100, 200)
    edition = await published(api, tenant)
    before = await evidence(api, tenant, edition["id"])
    await put(api, tenant, "social_media/2026-05", 100, 250)
    after = await evidence(api, tenant, edition["id"])
    assert (before["is_stale"], after["is_stale"], after["is_reproduced"]) == (False, True, True)
    assert after["changed_since"] == [
        {
            "fact": "channel_results",
            "field": "social_media:2026-05",
            "then": "100.00 spent, 200.00 returned",
            "now": "100.00 spent, 250.00 returned",
        }
    ]


async def test_the_messages_of_a_month_are_foreseen_from_the_shops_own_records(api: Api) -> None:
    tenant = await api.new_tenant(monthly_budget=5_000)
    outcomes = ("attended", "no_show", "booked", "cancelled")
    rows = [
        f"{month}-{day:02} 10:00,{outcomes[day % 4]}"
        for month in ("2026-09", "2026-10")
        for day in range(1, 29)
    ]
    await imported(api, tenant, "appointments", "\n".join(["starts,outcome", *rows]))
    # Asked at 23:30 of 30 September in London, which is October in India.
    asked = ["2026-09-30T22:30:00Z", *(f"2026-10-{day:02}T05:00:00Z" for day in range(2, 30))]
    await imported(api, tenant, "inquiries", "\n".join(["at", *asked]))
    edition = await published(api, tenant)
    costs = money(edition)["message_costs"]
    # 21 of October's 28 appointments were not cancelled; two reminders each, at 11.5 paise.
    assert (costs["utility_messages"]["value"], costs["utility_messages"]["n"]) == (42, 21)
    assert (costs["service_messages"]["value"], costs["service_messages"]["low"]) == (29, None)
    assert (costs["cost_before_gst"]["value"], costs["gst"]["value"]) == ("4.83", "0.87")
    assert money(edition)["message_forecast"]["value"] == amounts(edition)["message_forecast"]
    assert amounts(edition)["message_forecast"] == "5.70"
    assert (await evidence(api, tenant, edition["id"]))["is_reproduced"]


async def test_who_only_describes_a_business_sees_nothing_of_the_keys_own_money(api: Api) -> None:
    tenant = await api.new_tenant(monthly_budget=5_000)
    for channel in CHANNELS:
        await record_months(api, tenant, channel)
    body = {"name": "Other", "category": "salon", "city": "Delhi", "monthly_budget": 5_000}
    answer = await api.http.post(f"{LOCAL}/intelligence", json=body, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    assert money(answer.json())["allocation_rule"]["value"] == "bootstrap"


def test_the_inputs_of_an_edition_from_before_results_were_kept_can_still_be_read() -> None:
    inputs = TypeAdapter(Inputs)
    stored = inputs.dump_python(INPUTS, mode="json")
    stored["budget_facts"] = {"fee_paise": 1, "message_forecast_paise": None, "curves": {}}
    assert inputs.validate_python(stored).budget_facts == BudgetFacts(fee_paise=1)
