from datetime import UTC, datetime
from typing import Any

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.intelligence.domain.budget import (
    BudgetFacts,
    budget_optimization,
)
from local.intelligence.domain.channel_returns import ReturnCurve
from shared.evidence import Basis

FEE = 999_00
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FACTS = BudgetFacts(fee_paise=FEE)
CURVES = {
    "whatsapp_messages": ReturnCurve(gain_paise=900_000, scale_paise=150_000, observations=6),
    "social_media": ReturnCurve(gain_paise=600_000, scale_paise=300_000, observations=4),
}


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


def test_the_forecast_of_messages_is_a_fixed_cost_once_it_is_known() -> None:
    facts = BudgetFacts(fee_paise=FEE, message_forecast_paise=425_70)
    found = budget_optimization(business(500_000), facts, NOW)
    lines = [(line.channel, line.amount["amount"], line.is_fixed) for line in found.lines or ()]
    assert lines[:2] == [("platform_fee", "999.00", True), ("message_forecast", "425.70", True)]
    assert not any(is_fixed for _, _, is_fixed in lines[2:])
    assert (found.message_forecast.value, found.message_forecast.basis) == (
        "425.70",
        Basis.MODELLED,
    )


def test_without_a_forecast_of_messages_the_figure_says_so() -> None:
    found = budget_optimization(business(500_000), FACTS, NOW)
    assert found.message_forecast.reason == "later_release"
    assert "message_forecast" not in [line.channel for line in found.lines or ()]


def test_fee_and_forecast_together_may_exceed_the_budget() -> None:
    facts = BudgetFacts(fee_paise=FEE, message_forecast_paise=425_70)
    found = budget_optimization(business(142_469), facts, NOW)
    assert found.allocation_rule.reason == "budget_below_fixed_costs"
    assert "1424.70" in (found.allocation_rule.missing or "")
    assert budget_optimization(business(142_470), facts, NOW).lines is not None


def test_own_results_split_what_the_fixed_costs_leave_over() -> None:
    facts = BudgetFacts(fee_paise=FEE, curves=CURVES)
    found = budget_optimization(business(500_000), facts, NOW)
    amounts = {line.channel: line.amount["amount"] for line in found.lines or ()}
    # 4,001 left over: s + x is to be as 9 to 6, or 5,100.60 to 3,400.40, in steps of 100.
    assert amounts == {
        "platform_fee": "999.00",
        "whatsapp_messages": "3601.00",
        "social_media": "400.00",
    }
    assert found.allocation_rule.value == "own_results"
    assert found.allocation_rule.basis is Basis.MODELLED
    assert found.allocation_rule.evidence == (
        "own_results:whatsapp_messages",
        "own_results:social_media",
    )
    assert found.strategy == "bootstrap"


def test_the_return_on_own_results_counts_the_whole_budget() -> None:
    facts = BudgetFacts(fee_paise=FEE, curves=CURVES)
    roi = budget_optimization(business(500_000), facts, NOW).expected_roi
    # (9,000 ln(1 + 3601/1500) + 6,000 ln(1 + 400/3000)) / 5,000 - 1
    assert (roi.value, roi.basis, roi.n) == (1.353, Basis.MODELLED, 10)


@pytest.mark.parametrize(
    ("budget", "channels"), [(500_000, 0), (500_000, 1), (FEE, 2), (FEE - 1, 2)]
)
def test_without_results_to_compare_our_rule_stands_and_no_return_is_claimed(
    budget: int, channels: int
) -> None:
    facts = BudgetFacts(fee_paise=FEE, curves=dict([*CURVES.items()][:channels]))
    found = budget_optimization(business(budget), facts, NOW)
    assert found.allocation_rule.value in {"bootstrap", None}
    assert (found.expected_roi.value, found.expected_roi.reason) == (None, "insufficient_data")
