"""Who competes with the business around it, how densely, how well rated, at what price?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.distance import NearbyPlace, circle_area_km2, nearby
from local.intelligence.domain.duplicates import possible_duplicates
from local.intelligence.domain.figures import SourceNote
from local.intelligence.domain.place import Place, same_name
from local.intelligence.domain.rival_figures import PriceBand, Rival, RivalFigures, Surroundings
from shared.evidence import Figure

NEAREST_RIVALS = 5
OWN_LISTING_KM = 0.1
COVERAGE_NOTE = (
    "Counts are what the imported sources list. Open map data leave shops out, so the true number "
    "is at least this."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The point from which distances are measured, and how we came to it."""

    latitude: float
    longitude: float
    source: LocationSource
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCompetitors:
    """The competitors within the radius.

    A place that two sources list counts once (`merged_duplicates`). Namesakes within 50 m that one
    source lists under two ids count as two, as the source says (`possible_duplicates`).
    """

    centre: Centre
    radius_km: float
    categories: tuple[BusinessCategory, ...]
    count: Figure
    density: Figure
    rated_count: Figure
    mean_rating: Figure
    priced_count: Figure
    median_cost_for_two: Figure
    price_bands: tuple[PriceBand, ...]
    nearest_rivals: tuple[Rival, ...]
    merged_duplicates: Figure
    possible_duplicates: Figure
    own_listings_left_out: Figure
    sources: tuple[SourceNote, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Circle:
    """The places of the rivals' trades inside the radius, each in one of three heaps."""

    rivals: Sequence[NearbyPlace]
    merged: Sequence[NearbyPlace]
    own: Sequence[NearbyPlace]

    @property
    def total(self) -> int:
        return len(self.rivals) + len(self.merged) + len(self.own)


def local_competitors(
    business: LocalBusiness, location: Location, around: Surroundings
) -> LocalCompetitors:
    """Return the competitors within the radius, or why they cannot be known."""
    circle = _circle(business, location, around)
    figures = RivalFigures(business, around)
    places = [near.place for near in circle.rivals]
    n = len(places)
    return LocalCompetitors(
        centre=_centre(location),
        radius_km=business.radius_km,
        categories=tuple(sorted(rival_categories(business.category))),
        count=figures.count(n, n),
        density=figures.density(n, circle_area_km2(business.radius_km)),
        rated_count=figures.count(sum(place.rating is not None for place in places), n),
        mean_rating=figures.mean_rating(places),
        priced_count=figures.count(
            sum(place.cost_for_two_paise is not None for place in places), n
        ),
        median_cost_for_two=figures.median_cost(places),
        price_bands=figures.price_bands(places),
        nearest_rivals=_nearest(circle.rivals, around, figures),
        merged_duplicates=figures.count(len(circle.merged), circle.total),
        possible_duplicates=figures.count(possible_duplicates(places), n),
        own_listings_left_out=figures.count(len(circle.own), circle.total),
        sources=tuple(around.imports),
        note=COVERAGE_NOTE,
    )


def _centre(location: Location) -> Centre:
    return Centre(
        latitude=location.latitude,
        longitude=location.longitude,
        source=location.source,
        note=location.note,
    )


def _circle(business: LocalBusiness, location: Location, around: Surroundings) -> _Circle:
    rivals, merged, own = list[NearbyPlace](), list[NearbyPlace](), list[NearbyPlace]()
    trades = rival_categories(business.category)
    candidates = (place for place in around.places if place.category in trades)
    for near in nearby(candidates, location.latitude, location.longitude, business.radius_km):
        if is_own_listing(near, business, location):
            own.append(near)
        elif near.place.duplicate_of is not None:
            merged.append(near)
        else:
            rivals.append(near)
    return _Circle(rivals, merged, own)


def _nearest(
    rivals: Sequence[NearbyPlace], around: Surroundings, figures: RivalFigures
) -> tuple[Rival, ...]:
    merged: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(around.places, key=lambda place: place.key):
        if place.duplicate_of is not None:
            merged[place.duplicate_of].append(place)
    nearest = rivals[:NEAREST_RIVALS]
    return tuple(figures.rival(near, merged[near.place.evidence]) for near in nearest)


def is_own_listing(near: NearbyPlace, business: LocalBusiness, location: Location) -> bool:
    """Say whether the place is the business itself, which is no competitor of its own."""
    return (
        location.source is LocationSource.DECLARED
        and near.distance_km <= OWN_LISTING_KM
        and same_name(near.place.name, business.name)
    )
