"""Where does the next hundred rupees bring most? Returns that diminish, split without a better way.

A month's spend x on a channel returns a·ln(1 + x/s). As such a curve only ever flattens, taking
each step where it gains most is the best of all splits in these steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import log1p

STEP_PAISE = 100_00
# A large budget is split in larger steps, so that the work is bounded.
MOST_STEPS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCurve:
    """What `observations` months of the business's own spend on one channel taught; all above 0.

    `gain_paise` is a and `scale_paise` is s of a·ln(1 + x/s): what comes back, in paise.
    """

    gain_paise: float
    scale_paise: float
    observations: int

    def returns(self, spend_paise: int) -> float:
        """Return the paise that a month's spend is expected to bring."""
        return self.gain_paise * log1p(spend_paise / self.scale_paise)

    def gain(self, spend_paise: int, extra_paise: int) -> float:
        """Return the paise that `extra_paise` adds on top of a spend."""
        return self.gain_paise * log1p(extra_paise / (self.scale_paise + spend_paise))


def best_split(
    budget_paise: int, curves: Mapping[str, ReturnCurve], step_paise: int = STEP_PAISE
) -> dict[str, int]:
    """Return paise by channel that sum to the budget; of equal channels, the first named gains."""
    names = list(curves)
    spent = [0] * len(names)
    step = max(step_paise, -(-budget_paise // (MOST_STEPS * step_paise)) * step_paise)
    waiting = [(-curves[name].gain(0, step), place) for place, name in enumerate(names)]
    heapify(waiting)
    for _ in range(budget_paise // step):
        place = waiting[0][1]
        spent[place] += step
        heapreplace(waiting, (-curves[names[place]].gain(spent[place], step), place))
    split = dict(zip(names, spent, strict=True))
    rest = budget_paise % step
    split[max(names, key=lambda name: curves[name].gain(split[name], rest))] += rest
    return split


def expected_return(spent: Mapping[str, int], curves: Mapping[str, ReturnCurve]) -> float:
    """Return the paise that a split is expected to bring."""
    return sum(curve.returns(spent[channel]) for channel, curve in curves.items())
