"""Tables of what is done at vendors."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Integer, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class ReplyRow(TenantModel):
    """The reply to one review; `revision` counts its wordings, each of which is sent once.

    `next_at` is when it is looked at again by itself, None where nothing is left to do.
    """

    __tablename__ = "local_review_replies"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "review_id"], ["local_reviews.tenant_id", "local_reviews.id"]
        ),
        UniqueConstraint("tenant_id", "review_id"),
        Index("ix_local_review_replies_tenant_id_state_id", "tenant_id", "state", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID]
    review_name: Mapped[str] = mapped_column(String(400))
    drafted_for: Mapped[str] = mapped_column(String(64))
    stars: Mapped[Decimal | None] = mapped_column(Numeric(2, 1))
    written_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    route: Mapped[str] = mapped_column(String(20))
    route_reason: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(Integer)
    approved_by: Mapped[str | None] = mapped_column(String(20))
    approved_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(100))
    message: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ReplySettingsRow(TenantModel):
    """How replies are approved: one row a shop, absent until it says otherwise."""

    __tablename__ = "local_reply_settings"

    mode: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]
