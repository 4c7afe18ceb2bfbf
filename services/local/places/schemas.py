"""Response bodies of places."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from local.businesses.domain.category import BusinessCategory
from local.places.domain.level import Level
from local.places.domain.place_changes import ChangeKind
from local.places.domain.uploaded_places import Release
from shared.http.schemas import ResponseBody, SkippedRowBody


class CoverageRead(ResponseBody):
    """What a full release speaks for: these trades, inside this box in degrees."""

    south: float
    north: float
    west: float
    east: float
    trades: list[BusinessCategory]


class PlaceImportRead(ResponseBody):
    """An import of places: what was taken, what was left out and why."""

    id: UUID
    source: str
    licence: str
    attribution: str | None
    sha256: str
    size_bytes: int
    rows_read: int
    places_new: int
    places_changed: int
    places_unchanged: int
    places_unnamed: int
    rows_skipped: int
    skipped_reasons: dict[str, int]
    first_skipped_rows: Annotated[
        list[SkippedRowBody], Field(description="The first 100; skipped_reasons counts them all.")
    ]
    imported_at: datetime
    release: Release
    covers: Annotated[
        CoverageRead | None,
        Field(description="Of what a place that the file leaves out is gone; null for a part."),
    ]
    release_note: Annotated[
        str | None, Field(description="Why less was concluded from the file than was asked.")
    ]
    places_gone: int
    changes_found: int


class PlaceChangeRead(ResponseBody):
    """What changed of one place; figures cite it as place_change:<id>."""

    id: UUID
    import_id: UUID
    source: str
    source_id: str
    kind: ChangeKind
    name: str | None
    category: BusinessCategory
    latitude: float
    longitude: float
    opening_date: str | None
    before: str | None
    after: str | None
    confidence: Level
    found_at: datetime
