"""What was imported around a business, and on what terms may it be shown?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from local.places.domain.place import Place
from local.places.domain.place_changes import NO_HISTORY, History
from local.places.domain.reference import NO_REFERENCE, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """Places that came together: from where, and on what terms they may be shown."""

    import_id: UUID | None
    source: str
    licence: str | None
    attribution: str | None
    imported_at: datetime

    @property
    def evidence(self) -> str:
        """Return how a figure cites them."""
        return f"place_import:{self.import_id}" if self.import_id else f"place_source:{self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleListing:
    """How many rivals Google listed in the business's circle: at least, if not complete."""

    fetch_id: UUID
    found: int
    is_complete: bool
    listed_at: datetime

    @property
    def evidence(self) -> str:
        """Return how a figure cites it."""
        return f"place_fetch:{self.fetch_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was imported around the business, what is usual elsewhere, and what changed."""

    places: Sequence[Place]
    imports: Sequence[SourceNote]
    has_imports_elsewhere: bool = False
    reference: Reference = NO_REFERENCE
    history: History = NO_HISTORY
    google: GoogleListing | None = None


def notes_of(places: Iterable[Place], at: datetime) -> Sequence[SourceNote]:
    """Return a note for each source of places that came without an import."""
    return [
        SourceNote(import_id=None, source=source, licence=None, attribution=None, imported_at=at)
        for source in sorted({place.source for place in places})
    ]
