"""What do the competitors' ratings, prices and distances say, and what do they leave open?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.intelligence.domain.rating_scores import mean_interval
from local.places.domain.distance import NearbyPlace
from local.places.domain.place import Place
from local.places.domain.surroundings import Surroundings
from shared.evidence import Basis, Figure, unknown
from shared.intervals import CONFIDENCE

METHOD = "competitors_in_radius@2"
PRICE_LEVELS = (1, 2, 3, 4)
DECIMALS = 4
_PAISE_PER_RUPEE = 100
_HOW_TO_IMPORT = (
    "have OpenStreetMap asked with POST /api/v2/local/places/fetches, enter the rivals that you "
    "know with POST /api/v2/local/rivals, or send Overpass JSON, GeoJSON or CSV to "
    "POST /api/v2/local/places/imports?source=…&licence=…"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """One competitor; `place` is its source and its id there, `listed_by` counts its sources."""

    place: str
    name: str | None
    category: BusinessCategory
    distance: Figure
    rating: Figure
    cost_for_two: Figure
    listed_by: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBand:
    """How many competitors are at one price level, 1 the cheapest of 4."""

    level: int
    count: Figure


class RivalFigures:
    """Makes figures that cite the imports, or that say why there are none."""

    def __init__(self, business: LocalBusiness, around: Surroundings) -> None:
        self._gap = gap_around(business, around)
        self._imports = around.imports

    def count(self, value: int, n: int) -> Figure:
        """Return a number of places, of `n` looked at."""
        return self.known(value, "places", n)

    def rated_count(self, places: Sequence[Place]) -> Figure:
        """Return how many of the places are rated at all."""
        return self.count(sum(place.rating is not None for place in places), len(places))

    def priced_count(self, places: Sequence[Place]) -> Figure:
        """Return how many of the places state a cost for two."""
        return self.count(
            sum(place.cost_for_two_paise is not None for place in places), len(places)
        )

    def density(self, rivals: int, area_km2: float) -> Figure:
        """Return how many competitors there are per square kilometre."""
        return self.known(round(rivals / area_km2, DECIMALS), "places/km2", rivals)

    def mean_rating(self, places: Sequence[Place]) -> Figure:
        """Return the mean over the places that are rated, and over those alone."""
        ratings = [place.rating for place in places if place.rating is not None]
        if not ratings:
            return self._none_has("stars", "rating", len(places))
        return self.known(round(fmean(ratings), DECIMALS), "stars", len(ratings))

    def median_cost(self, places: Sequence[Place]) -> Figure:
        """Return the median cost for two in rupees, over the places that state one."""
        costs = [cost for place in places if (cost := place.cost_for_two_paise) is not None]
        if not costs:
            return self._none_has("INR", "cost_for_two", len(places))
        return self.known(_rupees(median(costs)), "INR", len(costs))

    def price_bands(self, places: Sequence[Place]) -> tuple[PriceBand, ...]:
        """Return how many competitors are at each price level."""
        levels = [place.price_level for place in places if place.price_level is not None]
        if not levels:
            unpriced = self._none_has("places", "price_level", len(places))
            return tuple(PriceBand(level=level, count=unpriced) for level in PRICE_LEVELS)
        return tuple(
            PriceBand(level=level, count=self.count(levels.count(level), len(levels)))
            for level in PRICE_LEVELS
        )

    def rival(self, near: NearbyPlace, merged: Sequence[Place]) -> Rival:
        """Return what is known of one competitor, and of its listings that were merged into it."""
        place = near.place
        listings = (place, *merged)
        sources = {listing.source for listing in listings}
        cost = place.cost_for_two_paise
        return Rival(
            place=place.evidence,
            name=place.name,
            category=place.category,
            distance=self._of(place, round(near.distance_km, DECIMALS), "km", "position"),
            rating=self._rating(place),
            cost_for_two=self._of(
                place, None if cost is None else _rupees(cost), "INR", "cost for two"
            ),
            listed_by=self.known(
                len(sources), "sources", len(listings), *(listing.evidence for listing in listings)
            ),
        )

    def known(
        self,
        value: float | str,
        unit: str,
        n: int,
        *evidence: str,
        method: str = METHOD,
        basis: Basis = Basis.MEASURED,
    ) -> Figure:
        """Return a figure that rests on the imports, or why there are none to rest on."""
        if self._gap:
            return unknown(unit, reason=self._gap[0], missing=self._gap[1], method=method)
        return Figure(
            value=value,
            unit=unit,
            basis=basis,
            n=n,
            method=method,
            as_of=max(note.imported_at for note in self._imports),
            evidence=evidence or tuple(note.evidence for note in self._imports),
        )

    def insufficient(self, unit: str, missing: str, *, method: str) -> Figure:
        """Return the figure that the imports are too few for; no imports at all come first."""
        if self._gap:
            return self.known(0, unit, 0, method=method)
        return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=method)

    def _none_has(self, unit: str, field: str, rivals: int) -> Figure:
        missing = f"None of the {rivals} competitors has a {field}; import a source that has it."
        return self.insufficient(unit, missing, method=METHOD)

    def _rating(self, place: Place) -> Figure:
        """Return a place's rating, with the interval that its number of ratings allows."""
        figure = self._of(place, place.rating, "stars", "rating", place.rating_count)
        if figure.value is None or place.rating is None:
            return figure
        interval = mean_interval(place.rating, place.rating_count or 0)
        if interval is None:
            return figure
        low, high = (round(end, DECIMALS) for end in interval)
        return replace(figure, low=low, high=high, confidence=CONFIDENCE)

    def _of(
        self, place: Place, value: float | None, unit: str, what: str, n: int | None = None
    ) -> Figure:
        if value is None:
            missing = f"{place.source} gives no {what} for this place; import a source that does."
            return self.insufficient(unit, missing, method=METHOD)
        return self.known(value, unit, n or 1, place.evidence)


def gap_around(business: LocalBusiness, around: Surroundings) -> tuple[str, str] | None:
    """Return why nothing can be said of competitors, and what would change that."""
    if not rival_categories(business.category):
        missing = "Nothing certain competes with the category other; set a category that fits."
        return "category_too_broad", missing
    if around.imports:
        return None
    where = f" within {business.radius_km:g} km" if around.has_imports_elsewhere else ""
    return INSUFFICIENT_DATA, f"No places have been imported{where}; {_HOW_TO_IMPORT}."


def _rupees(paise: float) -> float:
    return paise / _PAISE_PER_RUPEE
