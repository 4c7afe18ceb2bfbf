"""Who gets how much? Fixed costs first, then our starting rule, then what own results know better.

A channel without a curve keeps what the starting rule gives it. What the others get by the rule
together is split among them anew, each step where it brings most.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from local.intelligence.domain.budget_bands import split
from local.intelligence.domain.budget_facts import ChannelRecord
from local.intelligence.domain.channel_returns import ReturnCurve, best_split
from local.intelligence.domain.return_fit import ReturnFit

# With one channel alone there is nothing to compare.
FEWEST_CHANNELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPlan:
    """A month's budget that covers its fixed costs, what is known of each channel, and the split.

    `compared` are the channels whose share own results decide, none if they are too few; `amounts`
    are paise, fixed costs first, and sum to the budget.
    """

    budget_paise: int
    fixed_paise: Mapping[str, int]
    records: Mapping[str, ChannelRecord]
    compared: Mapping[str, ReturnFit]
    amounts: Mapping[str, int]

    @property
    def spent(self) -> Mapping[str, int]:
        """Return paise by channel, without the fixed costs and who gets nothing."""
        return {
            name: paise
            for name, paise in self.amounts.items()
            if paise and name not in self.fixed_paise
        }


def budget_plan(
    budget_paise: int, fixed_paise: Mapping[str, int], records: Mapping[str, ChannelRecord]
) -> BudgetPlan:
    """Return the split of a budget that covers its fixed costs."""
    by_rule = split(budget_paise, fixed_paise)
    compared = _compared(by_rule, records)
    return BudgetPlan(
        budget_paise=budget_paise,
        fixed_paise=fixed_paise,
        records=records,
        compared=compared,
        amounts=split_anew(by_rule, {name: fit.curve for name, fit in compared.items()}),
    )


def split_anew(by_rule: Mapping[str, int], curves: Mapping[str, ReturnCurve]) -> dict[str, int]:
    """Return the amounts by the rule, with those of the channels with a curve shared out anew."""
    if not curves:
        return dict(by_rule)
    return {**by_rule, **best_split(sum(by_rule[name] for name in curves), curves)}


def _compared(
    by_rule: Mapping[str, int], records: Mapping[str, ChannelRecord]
) -> Mapping[str, ReturnFit]:
    fits = {name: record.fit for name, record in records.items() if record.fit}
    brings = any(fit.curve.gain_paise for fit in fits.values())
    has_money = any(by_rule[name] for name in fits)
    return fits if len(fits) >= FEWEST_CHANNELS and brings and has_money else {}
