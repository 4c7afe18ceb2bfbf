"""How should the month's budget be split? Fixed costs first, then the rest, to the paisa.

Where the business's own results are known for several channels, each step goes where it brings
most; until then our starting rule splits it, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from local.businesses.domain.business import LocalBusiness
from local.intelligence.domain.budget_bands import (
    METHOD,
    Strategy,
    split,
    strategy_for,
    whole_percents,
)
from local.intelligence.domain.channel_returns import ReturnCurve, best_split, expected_return
from local.intelligence.domain.figures import INSUFFICIENT_DATA, declared, later_release
from shared.evidence import Basis, Figure, unknown
from shared.money import Money

OWN_RESULTS_METHOD = "greedy_log_returns@1"
PLATFORM_FEE = "platform_fee"
MESSAGE_FORECAST = "message_forecast"
# With one channel alone there is nothing to compare.
FEWEST_CHANNELS = 2
_FORECAST_METHOD = "message_forecast@1"
_ROI_METHOD = "return_on_budget@1"
_DECIMALS = 3
# Which presence a channel needs before money goes into it.
_NEEDS = {
    "whatsapp_messages": ("whatsapp_phone_number_id",),
    "google_business_profile": ("google_business_id",),
    "social_media": ("instagram_business_id", "facebook_page_id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFacts:
    """What is known of a month: the fee, the cost of messages foreseen, own results by channel."""

    fee_paise: int
    message_forecast_paise: int | None = None
    curves: Mapping[str, ReturnCurve] = field(default_factory=dict[str, ReturnCurve])

    @property
    def fixed_paise(self) -> dict[str, int]:
        """Return the costs that come first; an unknown forecast is left out, not nothing."""
        fee = {PLATFORM_FEE: self.fee_paise}
        forecast = self.message_forecast_paise
        return fee if forecast is None else fee | {MESSAGE_FORECAST: forecast}

    def has_own_results(self, budget_paise: int) -> bool:
        """Return whether own results can split what the fixed costs leave over."""
        left_over = budget_paise - sum(self.fixed_paise.values())
        return len(self.curves) >= FEWEST_CHANNELS and left_over > 0


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
    budget. Both are null where `allocation_rule` says why. `expected_roi` is what comes back less
    the whole budget, over the budget: 0 breaks even.
    """

    strategy: Strategy | None
    monthly_budget: Figure
    message_forecast: Figure
    budget_allocation: dict[str, int] | None
    lines: tuple[BudgetLine, ...] | None
    allocation_rule: Figure
    expected_roi: Figure
    recommended_actions: tuple[RecommendedAction, ...]


def budget_optimization(
    business: LocalBusiness, facts: BudgetFacts, as_of: datetime
) -> BudgetOptimization:
    """Return the split of the business's own budget, or what is missing for it."""
    budget_paise = business.monthly_budget_paise
    gap = _gap(budget_paise, sum(facts.fixed_paise.values()))
    amounts = None if budget_paise is None or gap else _amounts(budget_paise, facts)
    return BudgetOptimization(
        strategy=None if budget_paise is None else strategy_for(budget_paise),
        monthly_budget=_monthly_budget(budget_paise, as_of),
        message_forecast=_message_forecast(facts.message_forecast_paise, as_of),
        budget_allocation=None if amounts is None else whole_percents(amounts),
        lines=None if amounts is None else _lines(amounts, facts),
        allocation_rule=gap or _rule(budget_paise or 0, facts, as_of),
        expected_roi=_expected_roi(budget_paise or 0, amounts, facts, as_of),
        recommended_actions=() if amounts is None else tuple(_actions(business, amounts)),
    )


def _amounts(budget_paise: int, facts: BudgetFacts) -> dict[str, int]:
    fixed = facts.fixed_paise
    if facts.has_own_results(budget_paise):
        return fixed | best_split(budget_paise - sum(fixed.values()), facts.curves)
    return split(budget_paise, fixed)


def _gap(budget_paise: int | None, fixed_paise: int) -> Figure | None:
    if budget_paise is None:
        missing = "The monthly budget is unknown; set monthly_budget in rupees."
        return unknown("rule", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    if budget_paise < fixed_paise:
        missing = f"The budget is below the fixed costs of {_shown(fixed_paise)} rupees; raise it."
        return unknown("rule", reason="budget_below_fixed_costs", missing=missing, method=METHOD)
    return None


def _rule(budget_paise: int, facts: BudgetFacts, as_of: datetime) -> Figure:
    if facts.has_own_results(budget_paise):
        return _modelled("own_results", "rule", OWN_RESULTS_METHOD, facts, as_of)
    strategy = strategy_for(budget_paise)
    evidence = ("business:monthly_budget", f"starting_rule:{METHOD}:{strategy}")
    return declared(str(strategy), "rule", method=METHOD, evidence=evidence, as_of=as_of)


def _expected_roi(
    budget_paise: int, amounts: Mapping[str, int] | None, facts: BudgetFacts, as_of: datetime
) -> Figure:
    if amounts is not None and facts.has_own_results(budget_paise):
        roi = expected_return(amounts, facts.curves) / budget_paise - 1
        return _modelled(round(roi, _DECIMALS), "ratio", _ROI_METHOD, facts, as_of)
    missing = (
        "What was spent on two channels or more, and what came back, is needed; a later release "
        "takes both in and computes the return from them."
    )
    return unknown("ratio", reason=INSUFFICIENT_DATA, missing=missing, method=_ROI_METHOD)


def _modelled(
    value: float | str, unit: str, method: str, facts: BudgetFacts, as_of: datetime
) -> Figure:
    return Figure(
        value=value,
        unit=unit,
        basis=Basis.MODELLED,
        n=sum(curve.observations for curve in facts.curves.values()),
        method=method,
        as_of=as_of,
        evidence=tuple(f"own_results:{channel}" for channel in facts.curves),
    )


def _message_forecast(paise: int | None, as_of: datetime) -> Figure:
    if paise is None:
        needs = "the messages of past months and the price of each kind"
        return later_release("INR", _FORECAST_METHOD, needs)
    return Figure(
        value=_shown(paise),
        unit="INR",
        basis=Basis.MODELLED,
        method=_FORECAST_METHOD,
        as_of=as_of,
        evidence=("forecast:messages",),
    )


def _monthly_budget(budget_paise: int | None, as_of: datetime) -> Figure:
    if budget_paise is None:
        missing = "Set monthly_budget in rupees."
        return unknown("INR", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    evidence = ("business:monthly_budget",)
    return declared(_shown(budget_paise), "INR", method=METHOD, evidence=evidence, as_of=as_of)


def _lines(amounts: Mapping[str, int], facts: BudgetFacts) -> tuple[BudgetLine, ...]:
    fixed = facts.fixed_paise
    return tuple(
        BudgetLine(channel=channel, amount=Money(paise).as_wire(), is_fixed=channel in fixed)
        for channel, paise in amounts.items()
    )


def _actions(business: LocalBusiness, amounts: Mapping[str, int]) -> Sequence[RecommendedAction]:
    filled = business.to_dict()
    return [
        RecommendedAction(
            action=f"Before spending on {channel}, set {' or '.join(needed)}: without it the money "
            "cannot reach anyone.",
            evidence=tuple(f"missing:{name}" for name in needed),
        )
        for channel, needed in _NEEDS.items()
        if amounts.get(channel) and not any(filled[name] for name in needed)
    ]


def _shown(paise: int) -> str:
    return Money(paise).as_wire()["amount"]
