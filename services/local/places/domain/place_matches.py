"""Which place of the new release is which place of the old one?

By the source's id first. What is left over is matched by name and distance, so that a place that
was deleted and entered again under a new id is still the same place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from local.businesses.domain.category import BusinessCategory, rival_categories
from local.businesses.domain.coordinates import haversine_km
from local.businesses.domain.folding import folded
from local.places.domain.duplicates import SAME_PLACE_KM, Key
from local.places.domain.likeness import is_alike
from local.places.domain.neighbours import Neighbourhood
from local.places.domain.place import Place, same_name

SAME_SPOT_KM = 0.01
MOST_MOVED_KM = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """One place, as the old release lists it and as the new one does."""

    before: Place
    after: Place

    @property
    def moved_km(self) -> float:
        """Return how far apart the two positions are."""
        return haversine_km(
            self.before.latitude, self.before.longitude, self.after.latitude, self.after.longitude
        )


@dataclass(frozen=True, slots=True)
class Matches:
    """The places of both releases, those of the old one alone, and those of the new one alone."""

    pairs: Sequence[Match]
    missing: Sequence[Place]
    new: Sequence[Place]


def matched(before: Iterable[Place], after: Iterable[Place]) -> Matches:
    """Return who is who; the same releases in any order give the same matches."""
    by_id = _by_id(before, after)
    found = _by_likeness(by_id.missing, by_id.new)
    old = {match.before.key for match in found}
    now = {match.after.key for match in found}
    return Matches(
        pairs=[*by_id.pairs, *found],
        missing=[place for place in by_id.missing if place.key not in old],
        new=[place for place in by_id.new if place.key not in now],
    )


def _may_be_one_trade(category: BusinessCategory, other: BusinessCategory) -> bool:
    """Say whether two places may be of one trade; `other` may be any."""
    unsure = BusinessCategory.OTHER in {category, other}
    return unsure or other in rival_categories(category)


def _by_id(before: Iterable[Place], after: Iterable[Place]) -> Matches:
    old = {place.key: place for place in sorted(before, key=_key)}
    now = {place.key: place for place in sorted(after, key=_key)}
    pairs = [
        match
        for key, place in now.items()
        if key in old and _is_still(match := Match(old[key], place))
    ]
    same = {match.after.key for match in pairs}
    return Matches(
        pairs=pairs,
        missing=[place for key, place in old.items() if key not in same],
        new=[place for key, place in now.items() if key not in same],
    )


def _is_still(match: Match) -> bool:
    """Say whether an id still means the same place: mappers reuse one for what came after it."""
    before, after = match.before, match.after
    if before.name is None or after.name is None or is_alike(before.name, after.name):
        return True
    return _may_be_one_trade(before.category, after.category) and match.moved_km <= MOST_MOVED_KM


def _by_likeness(missing: Sequence[Place], new: Sequence[Place]) -> Sequence[Match]:
    """Pair the likest first; each place once."""
    candidates = sorted(_candidates(missing, new), key=_likest_first)
    taken: set[tuple[str, Key]] = set()
    found: list[Match] = []
    for _, match in candidates:
        ends = {("before", match.before.key), ("after", match.after.key)}
        if not taken & ends:
            taken |= ends
            found.append(match)
    return found


def _candidates(missing: Sequence[Place], new: Sequence[Place]) -> Iterator[tuple[int, Match]]:
    """Yield what may be one place, with 0 for the surest; the same pair may come twice."""
    close = Neighbourhood(new, SAME_PLACE_KM)
    namesakes: dict[str, list[Place]] = defaultdict(list)
    for place in new:
        if place.name:
            namesakes[folded(place.name)].append(place)
    for place in missing:
        for other in (
            *(near.place for near in close.of(place)),
            *namesakes[folded(place.name or "")],
        ):
            match = Match(place, other)
            rank = _rank(match)
            if rank is not None:
                yield rank, match


def _rank(match: Match) -> int | None:
    """Return how sure it is that the two are one place: 0 the surest, None if they are not."""
    before, after, moved_km = match.before, match.after, match.moved_km
    may_be = _may_be_one_trade(before.category, after.category)
    if may_be and moved_km <= SAME_PLACE_KM and _are_alike(before, after):
        return 0
    if moved_km <= SAME_SPOT_KM and _is_one_trade(before, after):
        return 1
    is_namesake = may_be and same_name(before.name, after.name)
    return 2 if is_namesake and moved_km <= MOST_MOVED_KM else None


def _are_alike(place: Place, other: Place) -> bool:
    return bool(place.name and other.name and is_alike(place.name, other.name))


def _is_one_trade(place: Place, other: Place) -> bool:
    """Say whether both certainly have one trade: of `other`, the source's own word counts."""
    if place.category is BusinessCategory.OTHER:
        return place.source_category is not None and place.source_category == other.source_category
    return other.category in rival_categories(place.category)


def _likest_first(candidate: tuple[int, Match]) -> tuple[int, float, Key, Key]:
    rank, match = candidate
    return rank, match.moved_km, match.before.key, match.after.key


def _key(place: Place) -> Key:
    return place.key
