"""Tables of webhooks that go out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class WebhookEndpointRow(TenantModel):
    """Where a shop's events go; `types` empty is every type.

    `held_until` is when it may be asked again: one attempt at a time, and fewer while it fails.
    `older_secret_until` is how long the secret before the present one signs too.
    """

    __tablename__ = "local_webhook_endpoints"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(String(200))
    types: Mapped[list[Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(20))
    why_disabled: Mapped[str | None] = mapped_column(String(20))
    sealed: Mapped[bytes]
    older_secret_until: Mapped[datetime | None]
    failures_in_a_row: Mapped[int] = mapped_column(Integer)
    failing_since: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class WebhookDeliveryRow(TenantModel):
    """One event on its way to one endpoint; `body` is what is signed, byte by byte."""

    __tablename__ = "local_webhook_deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "endpoint_id"],
            ["local_webhook_endpoints.tenant_id", "local_webhook_endpoints.id"],
            ondelete="CASCADE",
        ),
        Index("ix_local_webhook_deliveries_endpoint", "tenant_id", "endpoint_id", "id"),
        Index(
            "ix_local_webhook_deliveries_next_at",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_local_webhook_deliveries_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID]
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime | None]
    last_status: Mapped[int | None] = mapped_column(Integer)
    last_problem: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
