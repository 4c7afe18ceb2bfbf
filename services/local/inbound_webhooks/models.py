"""Tables of webhooks that come in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel

_SOURCE = ["local_webhook_sources.tenant_id", "local_webhook_sources.id"]


class WebhookSourceRow(TenantModel):
    """A program that tells the shop something; its id is part of the address it sends to."""

    __tablename__ = "local_webhook_sources"
    __table_args__ = (Index("ix_local_webhook_sources_id", "id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    sealed: Mapped[bytes]
    older_secret_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ToldRow(TenantModel):
    """What a source told, once for its `webhook-id`; `data` is None once it was acted on."""

    __tablename__ = "local_webhook_told"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "source_id"], _SOURCE, ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "source_id", "webhook_id"),
        Index("ix_local_webhook_told_received_at", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[UUID]
    webhook_id: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[str] = mapped_column(String(20))
    problem: Mapped[str | None] = mapped_column(String(300))
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ToldVisitRow(TenantModel):
    """Which appointment a source means by its own reference."""

    __tablename__ = "local_webhook_visits"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "source_id"], _SOURCE, ondelete="CASCADE"),
    )

    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(150), primary_key=True)
    appointment_id: Mapped[UUID]
