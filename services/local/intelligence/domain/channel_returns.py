"""Where does the next hundred rupees bring most? Returns that diminish, split without a better way.

A month's spend x on a channel returns a·ln(1 + x/s). As such a curve only ever flattens, taking
each step where it gains most is the best of all splits in these steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import log1p

from shared.money import MAX_PAISE

STEP_PAISE = 100_00
# A large budget is split in larger steps, so that the work is bounded.
MOST_STEPS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCurve:
    """What `observations` months of the business's own spend on one channel taught.

    `gain_paise` is a, 0 where nothing came back, and `scale_paise` is s, above 0, of
    a·ln(1 + x/s): what comes back, in paise. The curve is counted between `least_paise` and
    `most_paise`, the smallest and the largest spend that were ever tried. What is less is counted
    in proportion; of what is more nothing is, and the curve only says who is next.
    """

    gain_paise: float
    scale_paise: float
    observations: int
    least_paise: int = 0
    most_paise: int = MAX_PAISE

    def returns(self, spend_paise: int) -> float:
        """Return the paise that a month's spend is expected to bring."""
        return self._counted(0, spend_paise)

    def gains(self, spend_paise: int, extra_paise: int) -> tuple[float, float]:
        """Return the paise that `extra_paise` adds on top of a spend: counted, and guessed."""
        counted = self._counted(spend_paise, spend_paise + extra_paise)
        return counted, self._gain(spend_paise, extra_paise)

    def _counted(self, begin: int, end: int) -> float:
        least, most = self.least_paise, self.most_paise
        low, high = (min(max(spend, least), most) for spend in (begin, end))
        gained = self._gain(low, high - low)
        if begin >= least:
            return gained
        return gained + self._gain(0, least) * ((min(end, least) - begin) / least)

    def _gain(self, spend_paise: int, extra_paise: int) -> float:
        return self.gain_paise * log1p(extra_paise / (self.scale_paise + spend_paise))


def best_split(
    budget_paise: int, curves: Mapping[str, ReturnCurve], step_paise: int = STEP_PAISE
) -> dict[str, int]:
    """Return paise by channel that sum to the budget; of equal channels, the first named gains.

    What is less than a step goes where the next step would, so that nobody gives it back later.
    """
    names = list(curves)
    spent = [0] * len(names)
    step = max(step_paise, -(-budget_paise // (MOST_STEPS * step_paise)) * step_paise)
    waiting = [_turn(curves[name], 0, step, place) for place, name in enumerate(names)]
    heapify(waiting)
    for _ in range(budget_paise // step):
        place = waiting[0][-1]
        spent[place] += step
        heapreplace(waiting, _turn(curves[names[place]], spent[place], step, place))
    spent[waiting[0][-1]] += budget_paise % step
    return dict(zip(names, spent, strict=True))


def expected_return(spent: Mapping[str, int], curves: Mapping[str, ReturnCurve]) -> float:
    """Return the paise that a split is expected to bring."""
    return sum(curve.returns(spent[channel]) for channel, curve in curves.items())


def _turn(curve: ReturnCurve, spent: int, step: int, place: int) -> tuple[float, float, int]:
    """Return what sorts first the channel that gains most, counted before guessed."""
    counted, guessed = curve.gains(spent, step)
    return -counted, -guessed, place
