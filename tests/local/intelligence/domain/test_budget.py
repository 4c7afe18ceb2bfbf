from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.intelligence.domain.budget import (
    PLATFORM_FEE,
    budget_optimization,
    split,
    strategy_for,
    whole_percents,
)
from shared.evidence import Basis
from shared.money import paise_of

FEE = 999_00
NOW = datetime(2026, 11, 22, tzinfo=UTC)
budgets = st.integers(FEE, 10_000_000)


def business(budget_paise: int | None, **changes: Any) -> LocalBusiness:
    return LocalBusiness(
        name="A",
        category=BusinessCategory.CAFE,
        city="Pune",
        monthly_budget_paise=budget_paise,
        **changes,
    )


@pytest.mark.parametrize(
    ("rupees", "strategy"),
    [
        ("0", "bootstrap"),
        ("5000", "bootstrap"),
        ("5000.01", "growth"),
        ("5001", "growth"),
        ("15000", "growth"),
        ("15000.01", "scale"),
        ("15001", "scale"),
    ],
)
def test_a_strategy_ends_exactly_at_its_border(rupees: str, strategy: str) -> None:
    assert strategy_for(paise_of(rupees)) == strategy


@given(budget=budgets)
def test_the_split_sums_to_the_budget_and_pays_the_fee_first(budget: int) -> None:
    amounts = split(budget, FEE)
    assert sum(amounts.values()) == budget
    assert amounts[PLATFORM_FEE] == FEE
    assert min(amounts.values()) >= 0


@given(budget=budgets)
def test_percents_are_whole_and_sum_to_a_hundred(budget: int) -> None:
    percents = whole_percents(split(budget, FEE))
    assert sum(percents.values()) == 100
    assert min(percents.values()) >= 0


@given(budget=budgets, more=st.integers(1, 2_000_000))
def test_no_channel_shrinks_when_the_budget_grows(budget: int, more: int) -> None:
    before, after = split(budget, FEE), split(budget + more, FEE)
    for channel, paise in before.items():
        assert after[channel] >= paise - 3  # the last paise of three bands may change hands


def test_the_split_has_no_jump_at_a_border() -> None:
    for border in (500_000, 1_500_000):
        for low, high in pairwise(split(border + step, FEE) for step in range(-3, 4)):
            assert all(abs(high[channel] - low[channel]) <= 2 for channel in low)


def test_a_budget_of_twelve_thousand_is_split_as_worked_by_hand() -> None:
    # 999 fee; 4,001 by 50/30/20/0; 7,000 by 30/20/35/15.
    assert split(1_200_000, FEE) == {
        "platform_fee": 99_900,
        "whatsapp_messages": 200_050 + 210_000,
        "google_business_profile": 120_030 + 140_000,
        "social_media": 80_020 + 245_000,
        "festival_offers": 105_000,
    }


def test_the_split_says_that_it_is_a_rule_of_our_own() -> None:
    found = budget_optimization(business(1_200_000), FEE, NOW)
    assert found.allocation_rule.basis is Basis.DECLARED
    assert found.allocation_rule.value == "growth"
    assert found.expected_roi.value is None
    assert found.lines is not None
    assert [line.is_fixed for line in found.lines] == [True, False, False, False, False]
    assert found.budget_allocation is not None
    assert sum(found.budget_allocation.values()) == 100


def test_without_a_budget_nothing_is_split() -> None:
    found = budget_optimization(business(None), FEE, NOW)
    assert (found.strategy, found.budget_allocation, found.lines) == (None, None, None)
    assert found.allocation_rule.reason == found.monthly_budget.reason == "insufficient_data"
    assert found.recommended_actions == ()


@pytest.mark.parametrize("budget", [0, FEE - 1])
def test_a_budget_below_the_fee_is_not_split(budget: int) -> None:
    found = budget_optimization(business(budget), FEE, NOW)
    assert found.strategy == "bootstrap"
    assert found.budget_allocation is None
    assert found.allocation_rule.reason == "budget_below_fixed_costs"
    assert "999.00" in (found.allocation_rule.missing or "")


def test_a_channel_without_its_presence_is_an_action() -> None:
    bare = budget_optimization(business(500_000), FEE, NOW).recommended_actions
    assert [action.evidence for action in bare] == [
        ("missing:whatsapp_phone_number_id",),
        ("missing:google_business_id",),
        ("missing:instagram_business_id", "missing:facebook_page_id"),
    ]
    ready = business(
        500_000, whatsapp_phone_number_id="1", google_business_id="2", facebook_page_id="3"
    )
    assert budget_optimization(ready, FEE, NOW).recommended_actions == ()


def test_a_channel_that_gets_nothing_asks_for_nothing() -> None:
    assert budget_optimization(business(FEE), FEE, NOW).recommended_actions == ()
