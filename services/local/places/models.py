"""Tables of the places around a business."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from local.places.domain.distance import Circle
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
    covers: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    release_note: Mapped[str | None] = mapped_column(Text)
    places_gone: Mapped[int] = mapped_column(Integer, server_default="0")
    changes_found: Mapped[int] = mapped_column(Integer, server_default="0")

    @property
    def release(self) -> str:
        """Return what the file was taken as."""
        return "partial" if self.covers is None else "full"


class PlaceRelease(TenantModel):
    """Everything that a full release listed, packed."""

    __tablename__ = "local_place_releases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "import_id"], ["local_place_imports.tenant_id", "local_place_imports.id"]
        ),
    )

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    places: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]


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
    opening_date: Mapped[str | None] = mapped_column(String(10))
    duplicate_of: Mapped[str | None] = mapped_column(Text)
    missing_since: Mapped[datetime | None]
    import_id: Mapped[UUID]


class PlaceChangeRow(TenantModel):
    """What changed of a place between an import and what its source listed before."""

    __tablename__ = "local_place_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "import_id"], ["local_place_imports.tenant_id", "local_place_imports.id"]
        ),
        UniqueConstraint("tenant_id", "import_id", "source_id", "kind"),
        Index("ix_local_place_changes_tenant_id_found_at", "tenant_id", "found_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID]
    source: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    category: Mapped[str] = mapped_column(String(30))
    opening_date: Mapped[str | None] = mapped_column(String(10))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(String(10))
    found_at: Mapped[datetime]


class PlaceFetch(TenantModel):
    """One time that a provider was asked for the places around the business.

    `found` counts what it listed: there are at least so many where `is_complete` is false.
    """

    __tablename__ = "local_place_fetches"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "import_id"], ["local_place_imports.tenant_id", "local_place_imports.id"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(10))
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    radius_km: Mapped[float] = mapped_column(Double)
    kinds: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    most_calls: Mapped[int] = mapped_column(Integer)
    calls: Mapped[int] = mapped_column(Integer, server_default="0")
    found: Mapped[int | None] = mapped_column(Integer)
    is_complete: Mapped[bool | None]
    import_id: Mapped[UUID | None]
    note: Mapped[str | None] = mapped_column(Text)
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    @property
    def circle(self) -> Circle:
        """Return where was looked."""
        return Circle(self.latitude, self.longitude, self.radius_km)

    def is_about(self, circle: Circle, kinds: Iterable[Sequence[str]]) -> bool:
        """Say whether just this was asked for, and just there."""
        asked = sorted(word for words in self.kinds.values() for word in words)
        return self.circle == circle and asked == sorted(word for words in kinds for word in words)


class GooglePlaceId(TenantModel):
    """A place that Google lists: its id, the one thing of it that may be kept."""

    __tablename__ = "local_google_place_ids"

    place_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
