"""What did a release list, and what changed between any two of them?

A snapshot is every place of a full release as packed text: the same places give the same bytes.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from local.businesses.domain.category import BusinessCategory
from local.places.domain.amenities import Amenity
from local.places.domain.coverage import Coverage
from local.places.domain.label import ImportLabel
from local.places.domain.place import Place
from local.places.domain.place_changes import Comparison, Scope, compare

# Of each source; with one release a month, two years of them.
RELEASES_KEPT = 24
_FIELDS = (
    *("source_id", "latitude", "longitude", "category", "name", "source_category", "rating"),
    *("rating_count", "price_level", "cost_for_two_paise", "opening_hours", "amenities_known"),
    *("amenities_offered", "opening_date"),
)
_READ: dict[str, Callable[[Any], Any]] = {
    "category": BusinessCategory,
    "amenities_known": Amenity,
    "amenities_offered": Amenity,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A release's places, packed, and what tells this content from any other."""

    places: int
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelease:
    """A full release with what it listed."""

    import_id: UUID
    label: ImportLabel
    coverage: Coverage
    released_at: datetime
    places: Sequence[Place]


def snapshot_of(places: Iterable[Place]) -> Snapshot:
    """Return the snapshot of a release."""
    rows = [_row(place) for place in sorted(places, key=lambda place: place.source_id)]
    text = json.dumps([_FIELDS, rows], ensure_ascii=False, separators=(",", ":")).encode()
    return Snapshot(len(rows), hashlib.sha256(text).hexdigest(), zlib.compress(text))


def places_in(content: bytes, source: str) -> list[Place]:
    """Return the places of a snapshot; one written before a field was known lacks it."""
    fields, rows = json.loads(zlib.decompress(content))
    return [_place(source, dict(zip(fields, row, strict=True))) for row in rows]


def changes_between(older: ListedRelease, newer: ListedRelease) -> Comparison:
    """Return what changed from one release of a source to a later one."""
    known = Counter(place.category for place in older.places if newer.coverage.holds(place))
    scope = Scope(
        label=newer.label,
        covered=newer.coverage,
        covered_before=[older.coverage],
        known=known,
        released_on=newer.released_at.date(),
    )
    return compare(older.places, newer.places, scope)


def _row(place: Place) -> list[Any]:
    return [getattr(place, field) for field in _FIELDS]


def _place(source: str, values: dict[str, Any]) -> Place:
    read = {name: _READ[name](value) if name in _READ else value for name, value in values.items()}
    return Place(source=source, **read)
