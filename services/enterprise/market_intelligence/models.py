"""Tables of observations and of what was computed from them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class ObservationImport(TenantModel):
    """One file that was taken, and what it changed."""

    __tablename__ = "enterprise_observation_imports"
    __table_args__ = (Index(None, "tenant_id", "data_version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(50))
    size_bytes: Mapped[int]
    rows: Mapped[int]
    inserted: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    data_version: Mapped[int]
    stored_rows: Mapped[int]
    created_at: Mapped[datetime]


class StoredObservation(TenantModel):
    """One channel's day, and the import that last changed it."""

    __tablename__ = "enterprise_observations"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(100), primary_key=True)
    spend_paise: Mapped[int]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    conversions_millionths: Mapped[int | None]
    revenue_paise: Mapped[int | None]
    import_id: Mapped[UUID]


class StoredAnalysis(TenantModel):
    """The analysis of one version of the tenant's data; json, not jsonb, keeps its bytes."""

    __tablename__ = "enterprise_analytics"

    data_version: Mapped[int]
    method_version: Mapped[int]
    analysis: Mapped[object] = mapped_column(JSON)
    features_used: Mapped[list[str]] = mapped_column(ARRAY(String(50)))
    computed_at: Mapped[datetime]
