"""Tables of what a person must do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class ManualTaskRow(TenantModel):
    """A task; `note` is what the person said at its end: a proof, or why not."""

    __tablename__ = "local_manual_tasks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        Index("ix_local_manual_tasks_tenant_id_state_id", "tenant_id", "state", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    text_to_copy: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    is_urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    note: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
