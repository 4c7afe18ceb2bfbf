"""How do we split a budget before any result is known? By strategy, in bands: our starting rule.

The weights are declared, not measured. Each band of the budget is split by the weights of its
strategy, so that a channel never gets less because the budget grew past a border.
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import accumulate, pairwise

METHOD = "budget_bands@1"
BOOTSTRAP_UP_TO_PAISE = 5_000_00
GROWTH_UP_TO_PAISE = 15_000_00
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


def strategy_for(budget_paise: int) -> Strategy:
    """Return the strategy of a budget: bootstrap up to 5,000 rupees, growth up to 15,000."""
    if budget_paise <= BOOTSTRAP_UP_TO_PAISE:
        return Strategy.BOOTSTRAP
    return Strategy.GROWTH if budget_paise <= GROWTH_UP_TO_PAISE else Strategy.SCALE


def split(budget_paise: int, fixed_paise: Mapping[str, int]) -> dict[str, int]:
    """Return paise by channel, fixed costs first, by our rule; they sum to a budget that covers."""
    amounts = {**fixed_paise, **dict.fromkeys(_WEIGHTS[Strategy.BOOTSTRAP], 0)}
    fixed = sum(fixed_paise.values())
    borders = (fixed, BOOTSTRAP_UP_TO_PAISE, GROWTH_UP_TO_PAISE, budget_paise)
    reached = (min(border, budget_paise) for border in accumulate(borders, max))
    for (low, high), strategy in zip(pairwise(reached), Strategy, strict=True):
        for channel, paise in _apportioned(high - low, _WEIGHTS[strategy]).items():
            amounts[channel] += paise
    return amounts


def whole_percents(amounts: Mapping[str, int]) -> dict[str, int]:
    """Return the shares in whole percent; they sum to 100."""
    return _apportioned(_WHOLE, amounts)


def _apportioned(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share out whole units by weight; the largest remainders get what is left over."""
    whole = sum(weights.values())
    shares = {name: divmod(total * weight, whole) for name, weight in weights.items()}
    left_over = total - sum(units for units, _ in shares.values())
    first = sorted(shares, key=lambda name: -shares[name][1])[:left_over]
    return {name: units + (name in first) for name, (units, _) in shares.items()}
