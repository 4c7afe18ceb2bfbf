"""What is a place, and how do two sources come to mean the same one?"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.folding import folded
from local.intelligence.domain.amenities import NOTHING, Amenity
from local.intelligence.domain.dayparts import Daypart, open_dayparts
from local.intelligence.domain.figures import SourceNote

_HASH_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shop, surgery or eating place as one source lists it.

    A rating is None where nobody has rated yet; sources write that as 0. `opening_date` is a year,
    month or day in ISO order; `missing_since` is when its source ceased to list the place.
    """

    source: str
    source_id: str
    latitude: float
    longitude: float
    category: BusinessCategory
    name: str | None = None
    source_category: str | None = None
    rating: float | None = None
    rating_count: int | None = None
    price_level: int | None = None
    cost_for_two_paise: int | None = None
    opening_hours: str | None = None
    amenities_known: Amenity = NOTHING
    amenities_offered: Amenity = NOTHING
    opening_date: str | None = None
    import_id: UUID | None = None
    duplicate_of: str | None = None
    missing_since: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this place from every other of the tenant."""
        return (self.source, self.source_id)

    @property
    def open_dayparts(self) -> Daypart | None:
        """Return when the place is open, as far as its stated hours can be read."""
        return open_dayparts(self.opening_hours)

    @property
    def evidence(self) -> str:
        """Return how a figure cites the place."""
        return cited(self.source, self.source_id)


def cited(source: str, source_id: str) -> str:
    """Return how figures and other places refer to a place."""
    return f"place:{source}:{source_id}"


def same_name(name: str | None, other: str | None) -> bool:
    """Say whether both are named, and alike but for case, accents and punctuation."""
    return bool(name and other and folded(name) and folded(name) == folded(other))


def stable_source_id(name: str | None, latitude: float, longitude: float) -> str:
    """Return an id for a row that brings none: the same row gets the same one every time."""
    described = f"{folded(name or '')}|{latitude:.6f}|{longitude:.6f}"
    return hashlib.sha256(described.encode()).hexdigest()[:_HASH_CHARACTERS]


def notes_of(places: Iterable[Place], at: datetime) -> Sequence[SourceNote]:
    """Return a note for each source of places that came without an import."""
    return [
        SourceNote(import_id=None, source=source, licence=None, attribution=None, imported_at=at)
        for source in sorted({place.source for place in places})
    ]
