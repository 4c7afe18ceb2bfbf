"""How should the month's budget be split? Fixed costs first, the rest by strategy, to the paisa.

The weights are our own starting rule: declared, not measured, and replaced once the business's own
results are known. Each band of the budget is split by the weights of its strategy, so that a
channel never gets less because the budget grew past a border.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate, pairwise

from local.businesses.domain.business import LocalBusiness
from local.intelligence.domain.figures import INSUFFICIENT_DATA, declared
from shared.evidence import Figure, unknown
from shared.money import Money

METHOD = "budget_bands@1"
BOOTSTRAP_UP_TO_PAISE = 5_000_00
GROWTH_UP_TO_PAISE = 15_000_00
PLATFORM_FEE = "platform_fee"
_WHOLE = 100


class Strategy(StrEnum):
    """How a budget of this size is best used, by our starting rule."""

    BOOTSTRAP = "bootstrap"
    GROWTH = "growth"
    SCALE = "scale"


# Percent of each band; every row sums to 100.
_WEIGHTS: Mapping[Strategy, Mapping[str, int]] = {
    Strategy.BOOTSTRAP: {
        "whatsapp_messages": 50,
        "google_business_profile": 30,
        "social_media": 20,
        "festival_offers": 0,
    },
    Strategy.GROWTH: {
        "whatsapp_messages": 30,
        "google_business_profile": 20,
        "social_media": 35,
        "festival_offers": 15,
    },
    Strategy.SCALE: {
        "whatsapp_messages": 25,
        "google_business_profile": 15,
        "social_media": 40,
        "festival_offers": 20,
    },
}
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
    budget. Both are null where `allocation_rule` says why.
    """

    strategy: Strategy | None
    monthly_budget: Figure
    budget_allocation: dict[str, int] | None
    lines: tuple[BudgetLine, ...] | None
    allocation_rule: Figure
    expected_roi: Figure
    recommended_actions: tuple[RecommendedAction, ...]


def strategy_for(budget_paise: int) -> Strategy:
    """Return the strategy of a budget: bootstrap up to 5,000 rupees, growth up to 15,000."""
    if budget_paise <= BOOTSTRAP_UP_TO_PAISE:
        return Strategy.BOOTSTRAP
    return Strategy.GROWTH if budget_paise <= GROWTH_UP_TO_PAISE else Strategy.SCALE


def split(budget_paise: int, fee_paise: int) -> dict[str, int]:
    """Return paise by channel, the fee first; they sum to the budget, which covers the fee."""
    amounts = {PLATFORM_FEE: fee_paise, **dict.fromkeys(_WEIGHTS[Strategy.BOOTSTRAP], 0)}
    borders = (fee_paise, BOOTSTRAP_UP_TO_PAISE, GROWTH_UP_TO_PAISE, budget_paise)
    reached = (min(border, budget_paise) for border in accumulate(borders, max))
    for (low, high), strategy in zip(pairwise(reached), Strategy, strict=True):
        for channel, paise in _apportioned(high - low, _WEIGHTS[strategy]).items():
            amounts[channel] += paise
    return amounts


def whole_percents(amounts: Mapping[str, int]) -> dict[str, int]:
    """Return the shares in whole percent; they sum to 100."""
    return _apportioned(_WHOLE, amounts)


def budget_optimization(
    business: LocalBusiness, fee_paise: int, as_of: datetime
) -> BudgetOptimization:
    """Return the split of the business's own budget, or what is missing for it."""
    budget_paise = business.monthly_budget_paise
    gap = _gap(budget_paise, fee_paise)
    amounts = None if budget_paise is None or gap else split(budget_paise, fee_paise)
    return BudgetOptimization(
        strategy=None if budget_paise is None else strategy_for(budget_paise),
        monthly_budget=_monthly_budget(budget_paise, as_of),
        budget_allocation=None if amounts is None else whole_percents(amounts),
        lines=None if amounts is None else _lines(amounts),
        allocation_rule=gap or _rule(strategy_for(budget_paise or 0), as_of),
        expected_roi=unknown(
            "ratio",
            reason=INSUFFICIENT_DATA,
            missing="No spend and no outcome of this business is known; a later release takes both "
            "in and computes the return from them.",
            method="return_on_spend@1",
        ),
        recommended_actions=() if amounts is None else tuple(_actions(business, amounts)),
    )


def _gap(budget_paise: int | None, fee_paise: int) -> Figure | None:
    if budget_paise is None:
        missing = "The monthly budget is unknown; set monthly_budget in rupees."
        return unknown("rule", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    if budget_paise < fee_paise:
        missing = f"The budget does not cover the fee of {_shown(fee_paise)} rupees; raise it."
        return unknown("rule", reason="budget_below_fixed_costs", missing=missing, method=METHOD)
    return None


def _rule(strategy: Strategy, as_of: datetime) -> Figure:
    evidence = ("business:monthly_budget", f"starting_rule:{METHOD}:{strategy}")
    return declared(str(strategy), "rule", method=METHOD, evidence=evidence, as_of=as_of)


def _monthly_budget(budget_paise: int | None, as_of: datetime) -> Figure:
    if budget_paise is None:
        missing = "Set monthly_budget in rupees."
        return unknown("INR", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    evidence = ("business:monthly_budget",)
    return declared(_shown(budget_paise), "INR", method=METHOD, evidence=evidence, as_of=as_of)


def _lines(amounts: Mapping[str, int]) -> tuple[BudgetLine, ...]:
    return tuple(
        BudgetLine(channel=channel, amount=Money(paise).as_wire(), is_fixed=channel == PLATFORM_FEE)
        for channel, paise in amounts.items()
    )


def _actions(business: LocalBusiness, amounts: Mapping[str, int]) -> Sequence[RecommendedAction]:
    filled = business.to_dict()
    return [
        RecommendedAction(
            action=f"Before spending on {channel}, set {' or '.join(needed)}: without it the money "
            "cannot reach anyone.",
            evidence=tuple(f"missing:{field}" for field in needed),
        )
        for channel, needed in _NEEDS.items()
        if amounts[channel] and not any(filled[field] for field in needed)
    ]


def _apportioned(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share out whole units by weight; the largest remainders get what is left over."""
    whole = sum(weights.values())
    shares = {name: divmod(total * weight, whole) for name, weight in weights.items()}
    left_over = total - sum(units for units, _ in shares.values())
    first = sorted(shares, key=lambda name: -shares[name][1])[:left_over]
    return {name: units + (name in first) for name, (units, _) in shares.items()}


def _shown(paise: int) -> str:
    return Money(paise).as_wire()["amount"]
