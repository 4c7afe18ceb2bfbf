"""Who competes with the business around it, how densely, how well rated, at what price?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.advantages import Advantage, advantages
from local.intelligence.domain.completeness import completeness
from local.intelligence.domain.crowding import Market, Saturation, saturation
from local.intelligence.domain.google_count import GoogleCount, google_count
from local.intelligence.domain.price_position import PricePosition, price_position
from local.intelligence.domain.rival_figures import PriceBand, Rival, RivalFigures
from local.places.domain.distance import (
    Circle,
    NearbyPlace,
    circle_area_km2,
    nearby,
)
from local.places.domain.duplicates import possible_duplicates
from local.places.domain.place import Place, same_name
from local.places.domain.surroundings import SourceNote, Surroundings
from shared.evidence import Figure

NEAREST_RIVALS = 5
OWN_LISTING_KM = 0.1


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
    price_position: PricePosition
    nearest_rivals: tuple[Rival, ...]
    saturation: Saturation
    advantages: tuple[Advantage, ...]
    completeness: Figure
    listed_by_google: GoogleCount
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

    @property
    def own_place(self) -> Place | None:
        return self.own[0].place if self.own else None


def local_competitors(
    business: LocalBusiness, location: Location, around: Surroundings
) -> LocalCompetitors:
    """Return the competitors within the radius, or why they cannot be known."""
    circle = _circle(business, location, around)
    figures = RivalFigures(business, around)
    places, merged = ([near.place for near in heap] for heap in (circle.rivals, circle.merged))
    known = completeness(places, merged, figures)
    return LocalCompetitors(
        centre=_centre(location),
        radius_km=business.radius_km,
        categories=tuple(sorted(rival_categories(business.category))),
        count=figures.count(len(places), len(places)),
        density=figures.density(len(places), circle_area_km2(business.radius_km)),
        rated_count=figures.rated_count(places),
        mean_rating=figures.mean_rating(places),
        priced_count=figures.priced_count(places),
        median_cost_for_two=figures.median_cost(places),
        price_bands=figures.price_bands(places),
        price_position=_price_position(circle, places, figures),
        nearest_rivals=_nearest(circle.rivals, around, figures),
        saturation=saturation(_market(circle, business, location, around), figures),
        advantages=advantages(business, circle.own_place, places, figures),
        completeness=known.ratio,
        listed_by_google=google_count(around, len(places)),
        merged_duplicates=figures.count(len(merged), circle.total),
        possible_duplicates=figures.count(possible_duplicates(places), len(places)),
        own_listings_left_out=figures.count(len(circle.own), circle.total),
        sources=tuple(around.imports),
        note=known.note,
    )


def _market(
    circle: _Circle, business: LocalBusiness, location: Location, around: Surroundings
) -> Market:
    return Market(
        circle=Circle(location.latitude, location.longitude, business.radius_km),
        rivals=circle.rivals,
        own=circle.own_place,
        trades=rival_categories(business.category),
        reference=around.reference,
    )


def _price_position(
    circle: _Circle, places: Sequence[Place], figures: RivalFigures
) -> PricePosition:
    own = circle.own_place.cost_for_two_paise if circle.own_place else None
    prices = [cost for place in places if (cost := place.cost_for_two_paise) is not None]
    return price_position(own, prices, figures)


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
