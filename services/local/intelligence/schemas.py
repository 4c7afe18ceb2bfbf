"""Response bodies of intelligence."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.http.schemas import ResponseBody


class SkippedRowRead(ResponseBody):
    """A row that was left out: its line in a CSV file, or its position from 1 in a JSON list."""

    row: int
    reason: str
    message: str


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
        list[SkippedRowRead], Field(description="The first 100; skipped_reasons counts them all.")
    ]
    imported_at: datetime
