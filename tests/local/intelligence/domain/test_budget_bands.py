from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.intelligence.domain.budget_bands import split, strategy_for, whole_percents
from shared.money import paise_of

FEE = 999_00
FIXED = {"platform_fee": FEE}
budgets = st.integers(FEE, 10_000_000)


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
def test_the_split_sums_to_the_budget_and_pays_fixed_costs_first(budget: int) -> None:
    amounts = split(budget, FIXED)
    assert sum(amounts.values()) == budget
    assert {name: amounts[name] for name in FIXED} == FIXED
    assert min(amounts.values()) >= 0


@given(budget=budgets)
def test_percents_are_whole_and_sum_to_a_hundred(budget: int) -> None:
    percents = whole_percents(split(budget, FIXED))
    assert sum(percents.values()) == 100
    assert min(percents.values()) >= 0


@given(budget=budgets, more=st.integers(1, 2_000_000))
def test_no_channel_shrinks_when_the_budget_grows(budget: int, more: int) -> None:
    before, after = split(budget, FIXED), split(budget + more, FIXED)
    for channel, paise in before.items():
        assert after[channel] >= paise - 3  # the last paise of three bands may change hands


def test_the_split_has_no_jump_at_a_border() -> None:
    for border in (500_000, 1_500_000):
        for low, high in pairwise(split(border + step, FIXED) for step in range(-3, 4)):
            assert all(abs(high[channel] - low[channel]) <= 2 for channel in low)


def test_a_budget_of_twelve_thousand_is_split_as_worked_by_hand() -> None:
    # 999 fee; 4,001 by 50/30/20/0; 7,000 by 30/20/35/15.
    assert split(1_200_000, FIXED) == {
        "platform_fee": 99_900,
        "whatsapp_messages": 200_050 + 210_000,
        "google_business_profile": 120_030 + 140_000,
        "social_media": 80_020 + 245_000,
        "festival_offers": 105_000,
    }


def test_every_fixed_cost_comes_before_the_channels() -> None:
    fixed = FIXED | {"message_forecast": 425_70}
    amounts = split(500_000, fixed)
    assert list(amounts)[:2] == list(fixed)
    assert sum(amounts.values()) == 500_000
    # 5,000 less 999 and 425.70 is 3,575.30, by 50/30/20/0.
    assert amounts["whatsapp_messages"] == 178_765
