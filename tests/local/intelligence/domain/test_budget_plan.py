from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.intelligence.domain.budget_bands import split
from local.intelligence.domain.budget_facts import BudgetFacts, channel_records
from local.intelligence.domain.budget_plan import BudgetPlan, budget_plan, split_anew
from local.intelligence.domain.channel_returns import ReturnCurve
from tests.local.intelligence.channel_months import planted

FIXED = {"platform_fee": 999_00}
TODAY = date(2026, 11, 22)
CURVES = {
    "whatsapp_messages": ReturnCurve(gain_paise=900_000, scale_paise=150_000, observations=6),
    "social_media": ReturnCurve(gain_paise=600_000, scale_paise=300_000, observations=4),
}
WHATSAPP = planted(Channel.WHATSAPP_MESSAGES, 9_000, 1_500)
SOCIAL = planted(Channel.SOCIAL_MEDIA, 6_000, 3_000)
NOTHING_BACK = tuple(month for channel in Channel for month in planted(channel, 0, 1_000))
curves = st.dictionaries(
    st.sampled_from([channel.value for channel in Channel]),
    st.builds(
        ReturnCurve,
        gain_paise=st.floats(0, 5_000_000),
        scale_paise=st.floats(100, 2_000_000),
        observations=st.just(6),
        most_paise=st.integers(1, 1_000_000),
    ),
)
# Up to here a step is 100 rupees whatever the budget.
budgets = st.integers(999_00, 15_000_000)


def plan(budget_paise: int, *results: ChannelMonth) -> BudgetPlan:
    facts = BudgetFacts(fee_paise=999_00, results=results)
    return budget_plan(budget_paise, FIXED, channel_records(facts, TODAY))


def test_the_share_of_two_channels_is_split_as_worked_by_hand() -> None:
    by_rule = {"platform_fee": 999_00, "whatsapp_messages": 2_000_00, "social_media": 2_001_00}
    # 4,001 left over: s + x is to be as 9 to 6, or 5,100.60 to 3,400.40, in steps of 100.
    assert split_anew(by_rule, CURVES) == {
        "platform_fee": 999_00,
        "whatsapp_messages": 3_601_00,
        "social_media": 400_00,
    }


@given(found=curves, budget=budgets)
def test_the_amounts_sum_to_the_budget_and_unknown_channels_keep_theirs(
    found: dict[str, ReturnCurve], budget: int
) -> None:
    by_rule = split(budget, FIXED)
    amounts = split_anew(by_rule, found)
    assert sum(amounts.values()) == budget
    assert all(amounts[name] == paise for name, paise in by_rule.items() if name not in found)


@given(found=curves, budget=budgets, more=st.integers(1, 2_000_000))
def test_no_channel_shrinks_when_the_budget_grows(
    found: dict[str, ReturnCurve], budget: int, more: int
) -> None:
    before, after = (split_anew(split(paise, FIXED), found) for paise in (budget, budget + more))
    for channel, paise in before.items():
        assert after[channel] >= paise - 3  # the last paise of three bands may change hands


@pytest.mark.parametrize(
    ("budget", "results", "compared"),
    [
        (500_000, (*WHATSAPP, *SOCIAL), {"whatsapp_messages", "social_media"}),
        (500_000, WHATSAPP, set[str]()),
        (500_000, (*WHATSAPP, *SOCIAL[:5]), set[str]()),
        (500_000, NOTHING_BACK, set[str]()),
        (999_00, (*WHATSAPP, *SOCIAL), set[str]()),
    ],
    ids=["two", "one", "too few months", "nothing ever came back", "nothing left over"],
)
def test_own_results_decide_where_there_is_something_to_compare(
    budget: int, results: tuple[ChannelMonth, ...], compared: set[str]
) -> None:
    found = plan(budget, *results)
    assert set(found.compared) == compared
    if not compared:
        assert found.amounts == split(budget, FIXED)


def test_what_is_spent_leaves_out_fixed_costs_and_who_gets_nothing() -> None:
    assert set(plan(500_000).spent) == {
        "whatsapp_messages",
        "google_business_profile",
        "social_media",
    }
    assert plan(999_00).spent == {}
