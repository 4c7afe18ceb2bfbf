"""Which places do two sources list twice?

Within one source, rows with different ids are different places: the source says so. Across
sources, the same name within 50 m is the same place, and counts once; so is a name that is only
spelled otherwise, if the trade is the same too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.coordinates import haversine_km
from local.businesses.domain.folding import folded
from local.places.domain.likeness import is_alike
from local.places.domain.neighbours import Neighbourhood
from local.places.domain.place import Place, same_name

SAME_PLACE_KM = 0.05
# A little more than 50 m of latitude, anywhere on earth.
_SAME_PLACE_DEGREES = 0.0005

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Twins:
    """Two listings that lie close together under one name; `kept` tells more about the place."""

    distance_km: float
    kept: Place
    dropped: Place


def duplicates(places: Iterable[Place]) -> Mapping[Key, Key]:
    """Return, for each place that another source lists better, the place that stands for it.

    The place that tells most stands for the likest of each other source, then the next one:
    the same name before one that is alike, then the closest.
    """
    listed = list(places)
    same_names = [pair for pair in twins(listed) if pair.kept.source != pair.dropped.source]
    neighbours: dict[Place, list[Place]] = defaultdict(list)
    for pair in (*same_names, *alike_twins(listed)):
        neighbours[pair.kept].append(pair.dropped)
    stands_for: dict[Key, Key] = {}
    for place in sorted(neighbours, key=_usefulness):
        if place.key not in stands_for:
            stands_for |= _stood_for(place, neighbours[place], stands_for)
    return stands_for


def _stood_for(
    place: Place, neighbours: Iterable[Place], settled: Mapping[Key, Key]
) -> dict[Key, Key]:
    """Return the likest neighbour of each source that nothing else stands for yet."""
    likest: dict[str, Place] = {}
    for neighbour in neighbours:
        if neighbour.key not in settled:
            likest.setdefault(neighbour.source, neighbour)
    return {neighbour.key: place.key for neighbour in likest.values()}


def possible_duplicates(places: Iterable[Place]) -> int:
    """Return how many places have a twin in their own source: counted, but worth a look."""
    return len(
        {pair.dropped.key for pair in twins(places) if pair.kept.source == pair.dropped.source}
    )


def twins(places: Iterable[Place]) -> Sequence[Twins]:
    """Return every pair of one name within 50 m, the closest first, in a fixed order."""
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if name := folded(place.name or ""):
            by_name[name].append(place)
    pairs = [pair for namesakes in by_name.values() for pair in _close_pairs(namesakes)]
    return sorted(pairs, key=_closest_first)


def alike_twins(places: Iterable[Place]) -> Sequence[Twins]:
    """Return every pair of two sources' listings of one trade, alike in name, within 50 m."""
    named = [place for place in places if place.name]
    neighbourhood = Neighbourhood(named, SAME_PLACE_KM)
    pairs = (
        _twins(place, near.place, near.distance_km)
        for place in named
        for near in neighbourhood.of(place)
        if place.source < near.place.source and are_listed_alike(place, near.place)
    )
    return sorted(pairs, key=_closest_first)


def are_listed_alike(place: Place, other: Place) -> bool:
    """Say whether two listings have one trade and names that are alike, but not the same."""
    if not place.name or not other.name or same_name(place.name, other.name):
        return False
    is_one_trade = other.category in rival_categories(place.category)
    return is_one_trade and is_alike(place.name, other.name)


def _closest_first(pair: Twins) -> tuple[float, Key, Key]:
    return pair.distance_km, pair.kept.key, pair.dropped.key


def _twins(place: Place, other: Place, distance_km: float) -> Twins:
    kept, dropped = sorted((place, other), key=_usefulness)
    return Twins(distance_km, kept, dropped)


def _close_pairs(namesakes: Sequence[Place]) -> Iterator[Twins]:
    """Yield the pairs within 50 m; sorted by latitude, only the next few can be so close."""
    ordered = sorted(namesakes, key=lambda place: (place.latitude, place.key))
    for index, place in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.latitude - place.latitude > _SAME_PLACE_DEGREES:
                break
            distance_km = haversine_km(
                place.latitude, place.longitude, other.latitude, other.longitude
            )
            if distance_km <= SAME_PLACE_KM:
                yield _twins(place, other, distance_km)


def _usefulness(place: Place) -> tuple[bool, bool, bool, Key]:
    """Sort first what tells most about a place."""
    return (
        place.category is BusinessCategory.OTHER,
        place.rating is None,
        place.cost_for_two_paise is None,
        place.key,
    )
