from datetime import UTC, date, datetime
from typing import Any

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.customers.domain.monthly import MonthlyCounts
from local.intelligence.domain.budget import BudgetOptimization, budget_optimization
from local.intelligence.domain.budget_facts import BudgetFacts
from shared.evidence import Basis
from tests.local.intelligence.channel_months import SPENDS, planted

FEE = 999_00
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FACTS = BudgetFacts(fee_paise=FEE)
# 1,700 appointments in October: 3,400 reminders, 391.00 and 70.38 of tax.
REMINDED = BudgetFacts(
    fee_paise=FEE,
    appointments=MonthlyCounts(
        first_day=date(2026, 10, 1),
        last_day=date(2026, 11, 21),
        by_month=[(date(2026, 10, 1), 1_700)],
    ),
)
RESULTS = (
    *planted(Channel.WHATSAPP_MESSAGES, 9_000, 1_500),
    *planted(Channel.SOCIAL_MEDIA, 6_000, 3_000),
)
ALL_RESULTS = (*RESULTS, *planted(Channel.GOOGLE_BUSINESS_PROFILE, 2_000, 1_000))


def business(budget_paise: int | None, **changes: Any) -> LocalBusiness:
    return LocalBusiness(
        name="A",
        category=BusinessCategory.CAFE,
        city="Pune",
        monthly_budget_paise=budget_paise,
        **changes,
    )


def test_the_split_says_that_it_is_a_rule_of_our_own() -> None:
    found = budget_optimization(business(1_200_000), FACTS, NOW)
    assert found.allocation_rule.basis is Basis.DECLARED
    assert found.allocation_rule.value == "growth"
    assert found.expected_roi.value is None
    assert found.lines is not None
    assert [line.is_fixed for line in found.lines] == [True, False, False, False, False]
    assert found.budget_allocation is not None
    assert sum(found.budget_allocation.values()) == 100


def test_without_a_budget_nothing_is_split() -> None:
    found = budget_optimization(business(None), FACTS, NOW)
    assert (found.strategy, found.budget_allocation, found.lines) == (None, None, None)
    assert found.allocation_rule.reason == found.monthly_budget.reason == "insufficient_data"
    assert found.recommended_actions == ()


@pytest.mark.parametrize("budget", [0, FEE - 1])
def test_a_budget_below_the_fee_is_not_split(budget: int) -> None:
    found = budget_optimization(business(budget), FACTS, NOW)
    assert found.strategy == "bootstrap"
    assert found.budget_allocation is None
    assert found.allocation_rule.reason == "budget_below_fixed_costs"
    assert "999.00" in (found.allocation_rule.missing or "")


def test_a_channel_without_its_presence_is_an_action() -> None:
    bare = budget_optimization(business(500_000), FACTS, NOW).recommended_actions
    assert [action.evidence for action in bare] == [
        ("missing:whatsapp_phone_number_id",),
        ("missing:google_business_id",),
        ("missing:instagram_business_id", "missing:facebook_page_id"),
    ]
    ready = business(
        500_000, whatsapp_phone_number_id="1", google_business_id="2", facebook_page_id="3"
    )
    assert budget_optimization(ready, FACTS, NOW).recommended_actions == ()


def test_a_channel_that_gets_nothing_asks_for_nothing() -> None:
    assert budget_optimization(business(FEE), FACTS, NOW).recommended_actions == ()


def amounts(found: BudgetOptimization) -> dict[str, str]:
    return {line.channel: line.amount["amount"] for line in found.lines or ()}


def with_results(*results: ChannelMonth) -> BudgetFacts:
    return BudgetFacts(fee_paise=FEE, results=results)


def test_the_forecast_of_messages_is_a_fixed_cost_once_it_is_known() -> None:
    found = budget_optimization(business(500_000), REMINDED, NOW)
    lines = [(line.channel, line.amount["amount"], line.is_fixed) for line in found.lines or ()]
    assert lines[:2] == [("platform_fee", "999.00", True), ("message_forecast", "461.38", True)]
    assert not any(is_fixed for _, _, is_fixed in lines[2:])
    assert (found.message_forecast.value, found.message_forecast.basis) == (
        "461.38",
        Basis.MODELLED,
    )
    assert found.message_costs.gst.value == "70.38"


def test_without_a_forecast_of_messages_the_figure_says_so() -> None:
    found = budget_optimization(business(500_000), FACTS, NOW)
    assert found.message_forecast.reason == "insufficient_data"
    assert "message_forecast" not in amounts(found)


def test_fee_and_forecast_together_may_exceed_the_budget() -> None:
    found = budget_optimization(business(146_037), REMINDED, NOW)
    assert found.allocation_rule.reason == "budget_below_fixed_costs"
    assert "1460.38" in (found.allocation_rule.missing or "")
    assert found.message_forecast.value == "461.38"
    assert budget_optimization(business(146_038), REMINDED, NOW).lines is not None


def test_own_results_split_anew_what_the_rule_gives_their_channels_together() -> None:
    found = budget_optimization(business(1_200_000), with_results(*RESULTS), NOW)
    # By the rule 4,100.50 and 3,250.20, 7,350.70 in all. s + x is to be as 9 to 6, in steps of
    # 100; WhatsApp is not counted beyond the 4,000 that were tried, social media gets the rest.
    assert amounts(found) == {
        "platform_fee": "999.00",
        "whatsapp_messages": "4000.00",
        "google_business_profile": "2600.30",
        "social_media": "3350.70",
        "festival_offers": "1050.00",
    }
    assert found.allocation_rule.value == "own_results"
    assert (found.allocation_rule.basis, found.allocation_rule.n) == (Basis.MODELLED, 12)
    assert found.allocation_rule.evidence == (
        "own_results:whatsapp_messages:2026-05..2026-10",
        "own_results:social_media:2026-05..2026-10",
    )
    assert found.strategy == "growth"


def test_the_return_is_known_once_every_channel_that_gets_money_is() -> None:
    unknown = budget_optimization(business(500_000), with_results(*RESULTS), NOW).expected_roi
    assert (unknown.value, unknown.reason) == (None, "insufficient_data")
    assert "Of google_business_profile, 6 finished months" in str(unknown.missing)
    assert "festival_offers" not in str(unknown.missing)  # gets nothing of so small a budget
    known = budget_optimization(business(500_000), with_results(*ALL_RESULTS), NOW)
    assert known.expected_roi.basis is Basis.MODELLED
    assert known.expected_roi.confidence == 0.95


def test_a_channel_beyond_its_months_on_record_is_named() -> None:
    small = planted(Channel.SOCIAL_MEDIA, 6_000, 3_000, (50, 60, 70, 80, 90, 100))
    other = planted(Channel.WHATSAPP_MESSAGES, 9_000, 1_500, (50, 60, 70, 80, 90, 110))
    found = budget_optimization(business(1_200_000), with_results(*small, *other), NOW)
    named = {
        action.evidence: action.action
        for action in found.recommended_actions
        if "on record" in action.action
    }
    assert set(named) == {
        ("own_results:social_media:2026-05..2026-10",),
        ("own_results:whatsapp_messages:2026-05..2026-10",),
    }
    assert "(100.00)" in named[("own_results:social_media:2026-05..2026-10",)]


def test_a_channel_below_its_months_on_record_is_named() -> None:
    large = (
        *planted(Channel.SOCIAL_MEDIA, 6_000, 3_000, [2_000 + spend for spend in SPENDS]),
        *planted(Channel.WHATSAPP_MESSAGES, 9_000, 1_500),
    )
    found = budget_optimization(business(1_200_000), with_results(*large), NOW)
    assert amounts(found)["social_media"] == "3350.70"
    small = budget_optimization(business(900_000), with_results(*large), NOW)
    # 5,400.70 for both, less the 4,000 that whatsapp_messages was tried with.
    assert amounts(small)["social_media"] == "1400.70"
    assert "less than in any month on record (2500.00)" in small.recommended_actions[-1].action


@pytest.mark.parametrize(("budget", "results"), [(500_000, ()), (500_000, RESULTS[:6])])
def test_without_results_to_compare_our_rule_stands_and_no_return_is_claimed(
    budget: int, results: tuple[ChannelMonth, ...]
) -> None:
    found = budget_optimization(business(budget), with_results(*results), NOW)
    assert found.allocation_rule.value == "bootstrap"
    assert (found.expected_roi.value, found.expected_roi.reason) == (None, "insufficient_data")


def test_a_budget_that_the_fee_uses_up_has_no_return() -> None:
    found = budget_optimization(business(FEE), with_results(*ALL_RESULTS), NOW)
    assert found.allocation_rule.value == "bootstrap"
    assert "leave nothing to spend" in str(found.expected_roi.missing)


def test_without_a_split_there_is_no_return_by_channel() -> None:
    found = budget_optimization(business(FEE - 1), with_results(*ALL_RESULTS), NOW)
    assert (found.channel_returns, found.recommended_actions) == ((), ())
    assert "below the fixed costs" in str(found.expected_roi.missing)
