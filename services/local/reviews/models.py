"""Tables of what customers wrote."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class ReviewImport(TenantModel):
    """One file of reviews: where it came from, what was taken, what was left out and why."""

    __tablename__ = "local_review_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    licence: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB)
    rows_read: Mapped[int] = mapped_column(Integer)
    reviews_new: Mapped[int] = mapped_column(Integer)
    reviews_changed: Mapped[int] = mapped_column(Integer)
    reviews_unchanged: Mapped[int] = mapped_column(Integer)
    rows_skipped: Mapped[int] = mapped_column(Integer)
    skipped_reasons: Mapped[dict[str, int]] = mapped_column(JSONB)
    first_skipped_rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    imported_at: Mapped[datetime]


class ReviewRow(TenantModel):
    """A review without its writer; `import_id` is the import that last changed it.

    `missed_at` is when a whole reading of its source first lacked it, `removed_at` when that was
    sure; one that is removed is in no figure.
    """

    __tablename__ = "local_reviews"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["local_review_imports.tenant_id", "local_review_imports.id"],
        ),
        UniqueConstraint("tenant_id", "source", "source_id"),
        Index("ix_local_reviews_tenant_id_written_at", "tenant_id", "written_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str] = mapped_column(String(200))
    stars: Mapped[Decimal | None] = mapped_column(Numeric(2, 1))
    text: Mapped[str | None] = mapped_column(Text)
    written_at: Mapped[datetime | None]
    licence: Mapped[str] = mapped_column(String(300))
    import_id: Mapped[UUID]
    missed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
