"""Is the business dear or cheap, beside those around it that state a price?"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from local.intelligence.domain.rival_figures import DECIMALS, RivalFigures
from shared.evidence import Figure

FEWEST_PRICES = 5
METHOD = "price_position@1"
# Makes a median absolute deviation comparable to a standard deviation (normal distribution).
_MAD_SCALE = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePosition:
    """The own cost for two beside the rivals' median: their ratio, and how unusual that is.

    `deviation` is the distance from the median in robust standard deviations.
    """

    ratio: Figure
    deviation: Figure


def price_position(
    own_paise: int | None, rivals_paise: Sequence[int], figures: RivalFigures
) -> PricePosition:
    """Return where the own price stands; fewer than five prices say nothing."""
    if len(rivals_paise) < FEWEST_PRICES:
        missing = f"{len(rivals_paise)} rivals state a price, {FEWEST_PRICES} are needed."
        return _unknown(missing, figures)
    if own_paise is None:
        missing = (
            "The own price is unknown; import a file that lists the business itself, by its name "
            "and where it stands, with its cost_for_two."
        )
        return _unknown(missing, figures)
    middle = median(rivals_paise)
    spread = _MAD_SCALE * median(abs(price - middle) for price in rivals_paise)
    n = len(rivals_paise)
    return PricePosition(
        ratio=figures.known(round(own_paise / middle, DECIMALS), "ratio", n, method=METHOD),
        deviation=_deviation(own_paise - middle, spread, n, figures),
    )


def _deviation(difference: float, spread: float, n: int, figures: RivalFigures) -> Figure:
    if spread == 0:
        missing = "More than half of the rivals state the same price, so none is unusual."
        return figures.insufficient("deviations", missing, method=METHOD)
    return figures.known(round(difference / spread, DECIMALS), "deviations", n, method=METHOD)


def _unknown(missing: str, figures: RivalFigures) -> PricePosition:
    return PricePosition(
        ratio=figures.insufficient("ratio", missing, method=METHOD),
        deviation=figures.insufficient("deviations", missing, method=METHOD),
    )
