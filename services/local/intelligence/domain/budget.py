"""How should the month's budget be split? Fixed costs first, then the rest, to the paisa.

Where the business's own results are known for several channels, each step goes where it brings
most; until then our starting rule splits it, and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from local.businesses.domain.business import LocalBusiness
from local.intelligence.domain.budget_bands import (
    METHOD,
    Strategy,
    strategy_for,
    whole_percents,
)
from local.intelligence.domain.budget_facts import BudgetFacts, channel_records
from local.intelligence.domain.budget_plan import BudgetPlan, budget_plan
from local.intelligence.domain.channel_returns import ReturnCurve
from local.intelligence.domain.expected_returns import (
    ROI_METHOD,
    ChannelReturn,
    channel_returns,
    expected_roi,
)
from local.intelligence.domain.figures import INSUFFICIENT_DATA, declared
from local.intelligence.domain.message_forecast import (
    MessageCosts,
    MessageForecast,
    message_forecast,
)
from shared.evidence import Basis, Figure, unknown
from shared.money import Money

OWN_RESULTS_METHOD = "greedy_log_returns@2"
PLATFORM_FEE = "platform_fee"
MESSAGE_FORECAST = "message_forecast"
# Which presence a channel needs before money goes into it.
_NEEDS = {
    "whatsapp_messages": ("whatsapp_phone_number_id",),
    "google_business_profile": ("google_business_id",),
    "social_media": ("instagram_business_id", "facebook_page_id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """What one channel gets a month."""

    channel: str
    amount: dict[str, str]
    is_fixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedAction:
    """What to do before or while the money is spent."""

    action: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetOptimization:
    """The split of a month's budget.

    `budget_allocation` is in whole percent and sums to 100; `lines` are exact and sum to the
    budget. Both are null where `allocation_rule` says why. `message_forecast` is with GST of 18 %.
    `expected_roi` is what comes back less the whole budget, over the budget: 0 breaks even.
    """

    strategy: Strategy | None
    monthly_budget: Figure
    message_forecast: Figure
    message_costs: MessageCosts
    budget_allocation: dict[str, int] | None
    lines: tuple[BudgetLine, ...] | None
    allocation_rule: Figure
    expected_roi: Figure
    channel_returns: tuple[ChannelReturn, ...]
    recommended_actions: tuple[RecommendedAction, ...]


def budget_optimization(
    business: LocalBusiness, facts: BudgetFacts, as_of: datetime
) -> BudgetOptimization:
    """Return the split of the business's own budget, or what is missing for it."""
    forecast = message_forecast(facts.recorded, as_of)
    fixed = _fixed_paise(facts, forecast)
    gap = _gap(business.monthly_budget_paise, sum(fixed.values()))
    if gap:
        return _unsplit(business, forecast, gap, as_of)
    records = channel_records(facts, as_of.date())
    plan = budget_plan(business.monthly_budget_paise or 0, fixed, records)
    return _split(business, plan, forecast, as_of)


def _split(
    business: LocalBusiness, plan: BudgetPlan, forecast: MessageForecast, as_of: datetime
) -> BudgetOptimization:
    amounts = plan.amounts
    return BudgetOptimization(
        strategy=strategy_for(plan.budget_paise),
        monthly_budget=_monthly_budget(plan.budget_paise, as_of),
        message_forecast=forecast.cost,
        message_costs=forecast.costs,
        budget_allocation=whole_percents(amounts),
        lines=_lines(amounts, plan.fixed_paise),
        allocation_rule=_rule(plan, as_of),
        expected_roi=expected_roi(plan, as_of),
        channel_returns=channel_returns(plan, as_of),
        recommended_actions=(*_presence_actions(business, plan), *_untried_actions(plan)),
    )


def _unsplit(
    business: LocalBusiness, forecast: MessageForecast, gap: Figure, as_of: datetime
) -> BudgetOptimization:
    budget_paise = business.monthly_budget_paise
    return BudgetOptimization(
        strategy=None if budget_paise is None else strategy_for(budget_paise),
        monthly_budget=_monthly_budget(budget_paise, as_of),
        message_forecast=forecast.cost,
        message_costs=forecast.costs,
        budget_allocation=None,
        lines=None,
        allocation_rule=gap,
        expected_roi=unknown(
            "ratio",
            reason=INSUFFICIENT_DATA,
            missing=f"Without a split there is no return. {gap.missing}",
            method=ROI_METHOD,
        ),
        channel_returns=(),
        recommended_actions=(),
    )


def _fixed_paise(facts: BudgetFacts, forecast: MessageForecast) -> dict[str, int]:
    """Return the costs that come first; an unknown forecast is left out, not nothing."""
    fee = {PLATFORM_FEE: facts.fee_paise}
    return fee if forecast.paise is None else fee | {MESSAGE_FORECAST: forecast.paise}


def _gap(budget_paise: int | None, fixed_paise: int) -> Figure | None:
    if budget_paise is None:
        missing = "The monthly budget is unknown; set monthly_budget in rupees."
        return unknown("rule", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    if budget_paise < fixed_paise:
        missing = f"The budget is below the fixed costs of {_shown(fixed_paise)} rupees; raise it."
        return unknown("rule", reason="budget_below_fixed_costs", missing=missing, method=METHOD)
    return None


def _rule(plan: BudgetPlan, as_of: datetime) -> Figure:
    compared = plan.compared.values()
    if compared:
        return Figure(
            value="own_results",
            unit="rule",
            basis=Basis.MODELLED,
            n=sum(fit.curve.observations for fit in compared),
            method=OWN_RESULTS_METHOD,
            as_of=as_of,
            evidence=tuple(fit.evidence for fit in compared),
        )
    strategy = strategy_for(plan.budget_paise)
    evidence = ("business:monthly_budget", f"starting_rule:{METHOD}:{strategy}")
    return declared(str(strategy), "rule", method=METHOD, evidence=evidence, as_of=as_of)


def _monthly_budget(budget_paise: int | None, as_of: datetime) -> Figure:
    if budget_paise is None:
        missing = "Set monthly_budget in rupees."
        return unknown("INR", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    evidence = ("business:monthly_budget",)
    return declared(_shown(budget_paise), "INR", method=METHOD, evidence=evidence, as_of=as_of)


def _lines(amounts: Mapping[str, int], fixed: Mapping[str, int]) -> tuple[BudgetLine, ...]:
    return tuple(
        BudgetLine(channel=channel, amount=Money(paise).as_wire(), is_fixed=channel in fixed)
        for channel, paise in amounts.items()
    )


def _presence_actions(business: LocalBusiness, plan: BudgetPlan) -> Iterator[RecommendedAction]:
    filled, spent = business.to_dict(), plan.spent
    for channel, needed in _NEEDS.items():
        if channel in spent and not any(filled[name] for name in needed):
            yield RecommendedAction(
                action=f"Before spending on {channel}, set {' or '.join(needed)}: without it the "
                "money cannot reach anyone.",
                evidence=tuple(f"missing:{name}" for name in needed),
            )


def _untried_actions(plan: BudgetPlan) -> Iterator[RecommendedAction]:
    for channel, paise in plan.spent.items():
        fit = plan.records[channel].fit
        told = fit and _untried(paise, fit.curve)
        if fit and told:
            action = f"{channel} gets {_shown(paise)} rupees, {told}, and record what comes back."
            yield RecommendedAction(action=action, evidence=(fit.evidence,))


def _untried(paise: int, curve: ReturnCurve) -> str | None:
    if paise > curve.most_paise:
        return (
            f"more than in any month on record ({_shown(curve.most_paise)}): what the rest brings "
            "is not known and not counted. Raise it step by step"
        )
    if paise < curve.least_paise:
        return (
            f"less than in any month on record ({_shown(curve.least_paise)}): what it brings is "
            "taken in proportion. Treat it as a trial"
        )
    return None


def _shown(paise: int) -> str:
    return Money(paise).as_wire()["amount"]
