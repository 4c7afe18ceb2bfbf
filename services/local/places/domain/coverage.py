"""What does a full release of a source speak for? Its trades, inside the box of its places."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.places.domain.distance import BoundingBox
from local.places.domain.place import Place


@dataclass(frozen=True, slots=True)
class Coverage:
    """Inside the box, a place of these trades that the release does not list is gone."""

    box: BoundingBox
    trades: frozenset[BusinessCategory]

    def holds(self, place: Place) -> bool:
        """Say whether the release would list the place, if its source still knew it."""
        is_inside = self.box.holds(place.latitude, place.longitude)
        return is_inside and place.category in self.trades

    def to_dict(self) -> dict[str, Any]:
        """Return the coverage as it is stored and shown."""
        return {**asdict(self.box), "trades": sorted(self.trades)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Coverage":
        """Return the coverage that `to_dict` wrote."""
        sides = (stored[side] for side in ("south", "north", "west", "east"))
        return cls(BoundingBox(*sides), frozenset(map(BusinessCategory, stored["trades"])))


@dataclass(frozen=True, slots=True)
class FullRelease:
    """One import that lists all that its source knows of what it covers."""

    import_id: UUID
    source: str
    released_at: datetime
    coverage: Coverage

    @property
    def evidence(self) -> str:
        """Return how a figure cites it."""
        return f"place_import:{self.import_id}"


def coverage_of(places: Iterable[Place]) -> Coverage | None:
    """Return what a full release of these places covers; one without places covers nothing."""
    listed = list(places)
    if not listed:
        return None
    latitudes = [place.latitude for place in listed]
    longitudes = [place.longitude for place in listed]
    box = BoundingBox(min(latitudes), max(latitudes), min(longitudes), max(longitudes))
    return Coverage(box, frozenset(place.category for place in listed))
