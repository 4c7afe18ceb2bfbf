"""Tables of the places around a business."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Double, ForeignKeyConstraint, Index, Integer, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class PlaceImport(TenantModel):
    """One file of places: where it came from, what was taken, what was left out and why."""

    __tablename__ = "local_place_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    licence: Mapped[str] = mapped_column(String(300))
    attribution: Mapped[str | None] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    rows_read: Mapped[int] = mapped_column(Integer)
    places_new: Mapped[int] = mapped_column(Integer)
    places_changed: Mapped[int] = mapped_column(Integer)
    places_unchanged: Mapped[int] = mapped_column(Integer)
    places_unnamed: Mapped[int] = mapped_column(Integer)
    rows_skipped: Mapped[int] = mapped_column(Integer)
    skipped_reasons: Mapped[dict[str, int]] = mapped_column(JSONB)
    first_skipped_rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    imported_at: Mapped[datetime]


class PlaceRow(TenantModel):
    """A place as one source lists it; `import_id` is the import that last changed it.

    `open_dayparts` are the bits of `Daypart`, from the stated hours; null where none can be read.
    The amenities are bits of `Amenity`: which are known, and which of those it offers.
    """

    __tablename__ = "local_places"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "import_id"], ["local_place_imports.tenant_id", "local_place_imports.id"]
        ),
        Index("ix_local_places_tenant_id_latitude_longitude", "tenant_id", "latitude", "longitude"),
    )

    source: Mapped[str] = mapped_column(String(100), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    category: Mapped[str] = mapped_column(String(30))
    source_category: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[float | None] = mapped_column(Double)
    rating_count: Mapped[int | None] = mapped_column(Integer)
    price_level: Mapped[int | None] = mapped_column(SmallInteger)
    cost_for_two_paise: Mapped[int | None]
    opening_hours: Mapped[str | None] = mapped_column(Text)
    open_dayparts: Mapped[int | None] = mapped_column(SmallInteger)
    amenities_known: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    amenities_offered: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    duplicate_of: Mapped[str | None] = mapped_column(Text)
    import_id: Mapped[UUID]
