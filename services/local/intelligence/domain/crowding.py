"""How crowded is the trade around the business, and which share of the people could be its own?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from statistics import fmean

from local.businesses.domain.category import BusinessCategory
from local.intelligence.domain.huff import Shop, market_shares
from local.intelligence.domain.rating_scores import bayesian_average
from local.intelligence.domain.rival_figures import DECIMALS, RivalFigures
from local.intelligence.domain.saturation import (
    concentration,
    density_percentile,
    location_quotient,
    saturation_label,
)
from local.places.domain.distance import Circle, NearbyPlace
from local.places.domain.place import Place
from local.places.domain.reference import Reference, Split
from shared.evidence import Basis, Figure

FEWEST_CELLS = 20
FEWEST_ELSEWHERE = 100
FEWEST_RIVALS_ELSEWHERE = 10
_QUOTIENT = "location_quotient@1"
_PERCENTILE = "density_percentile@1"
_LABEL = "saturation@1"
_SHARE = "huff_share@1"
_CONCENTRATION = "herfindahl_of_huff_shares@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """The trade here, beside the rest of the town that was imported.

    `label` is saturated, balanced or open; `reasons` say in words which figures led to it.
    `own_share` is the share of the people in the circle who would choose this shop if rating and
    distance alone decided; `concentration` is 10,000 where one shop would draw everybody.
    """

    label: Figure
    reasons: tuple[str, ...]
    density_percentile: Figure
    location_quotient: Figure
    own_share: Figure
    concentration: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The circle, the rivals inside, the shop's own listing, and what is usual elsewhere."""

    circle: Circle
    rivals: Sequence[NearbyPlace]
    own: Place | None
    trades: frozenset[BusinessCategory]
    reference: Reference


def saturation(market: Market, figures: RivalFigures) -> Saturation:
    """Return how crowded the trade is; whatever the imports are too few for is null and says so."""
    percentile = _percentile(market, figures)
    quotient = _quotient(market, figures)
    label, reasons = _label(percentile, quotient, figures)
    shares = _shares(market)
    n = len(market.rivals)
    return Saturation(
        label=label,
        reasons=reasons,
        density_percentile=percentile,
        location_quotient=quotient,
        own_share=_modelled(round(shares[0], DECIMALS), "ratio", n, _SHARE, figures),
        concentration=_modelled(round(concentration(shares)), "points", n, _CONCENTRATION, figures),
    )


def attraction(place: Place | None, local_mean: float | None) -> float:
    """Return how strongly a shop draws: its shrunk rating, times the weight of its ratings.

    An unrated shop draws as a shop of average rating that nobody has rated yet.
    """
    if local_mean is None:
        return 1.0
    if place is None or place.rating is None:
        return local_mean
    count = place.rating_count or 0
    return bayesian_average(place.rating, count, local_mean) * (1 + log1p(count))


def _shares(market: Market) -> list[float]:
    """Return the shares of the shop itself, then of its rivals."""
    ratings = [near.place.rating for near in market.rivals if near.place.rating is not None]
    local_mean = fmean(ratings) if ratings else None
    here = market.circle.latitude, market.circle.longitude
    shops = [Shop(*here, attraction(market.own, local_mean))]
    shops += [
        Shop(place.latitude, place.longitude, attraction(place, local_mean))
        for place in (near.place for near in market.rivals)
    ]
    return market_shares(shops, *here, market.circle.radius_km)


def _percentile(market: Market, figures: RivalFigures) -> Figure:
    cells = market.reference.rivals_per_cell
    if len(cells) < FEWEST_CELLS:
        missing = (
            f"The imports cover {len(cells)} squares as large as the circle, {FEWEST_CELLS} are "
            "needed; import the whole town, or choose a smaller radius."
        )
        return figures.insufficient("ratio", missing, method=_PERCENTILE)
    value = density_percentile(len(market.rivals), cells)
    return figures.known(round(value, DECIMALS), "ratio", len(cells), method=_PERCENTILE)


def _quotient(market: Market, figures: RivalFigures) -> Figure:
    rivals, everything = market.reference.of(market.trades), market.reference.all
    if not _is_comparable(rivals, everything):
        missing = (
            f"Beyond the radius the imports list {everything.elsewhere} places, {rivals.elsewhere} "
            f"of this trade; {FEWEST_ELSEWHERE} and {FEWEST_RIVALS_ELSEWHERE} are needed. Import "
            "the whole town, all trades."
        )
        return figures.insufficient("ratio", missing, method=_QUOTIENT)
    value = location_quotient(rivals.here, everything.here, rivals.elsewhere, everything.elsewhere)
    return figures.known(round(value, DECIMALS), "ratio", everything.here, method=_QUOTIENT)


def _is_comparable(rivals: Split, everything: Split) -> bool:
    return (
        everything.here > 0
        and everything.elsewhere >= FEWEST_ELSEWHERE
        and rivals.elsewhere >= FEWEST_RIVALS_ELSEWHERE
    )


def _label(
    percentile: Figure, quotient: Figure, figures: RivalFigures
) -> tuple[Figure, tuple[str, ...]]:
    if not isinstance(percentile.value, float) or not isinstance(quotient.value, float):
        lacking = percentile if percentile.value is None else quotient
        return figures.insufficient("label", lacking.missing or "", method=_LABEL), ()
    word = saturation_label(percentile.value, quotient.value)
    reasons = (
        f"{percentile.value:.0%} of the town's areas of this size hold fewer of these shops.",
        f"Their share of all places is {quotient.value:.2f} times what it is elsewhere.",
    )
    return _modelled(word, "label", quotient.n or 0, _LABEL, figures), reasons


def _modelled(value: float | str, unit: str, n: int, method: str, figures: RivalFigures) -> Figure:
    return figures.known(value, unit, n, method=method, basis=Basis.MODELLED)
