"""Tables of what is done at vendors."""

from datetime import date, datetime
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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
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


class PostRow(TenantModel):
    """A post on one channel; `revision` counts its wordings, each of which is sent once.

    `for_day` is the shop's day for which the platform wrote it, None where a person did.
    `first_tried_at` and `connection_id` are of the wording's first attempt; `may_be_out` tells
    that an attempt began of which nobody knows the end. `next_at` is when it is taken up again.
    """

    __tablename__ = "local_posts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "channel", "for_day"),
        Index("ix_local_posts_tenant_id_state_id", "tenant_id", "state", "id"),
        Index("ix_local_posts_tenant_id_text_key", "tenant_id", "text_key"),
        Index("ix_local_posts_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(30))
    topic: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(10))
    event: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    offer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    button: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    image_url: Mapped[str | None] = mapped_column(Text)
    for_day: Mapped[date | None]
    method: Mapped[str | None] = mapped_column(String(100))
    evidence: Mapped[list[str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(Integer)
    publish_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(20))
    approved_at: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    connection_id: Mapped[UUID | None]
    may_be_out: Mapped[bool]
    remote_id: Mapped[str | None] = mapped_column(Text)
    public_url: Mapped[str | None] = mapped_column(Text)
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(100))
    message: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PostSettingsRow(TenantModel):
    """How posts are written for a channel: one row a channel, absent until the shop says so."""

    __tablename__ = "local_post_settings"

    channel: Mapped[str] = mapped_column(String(30), primary_key=True)
    mode: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    may_tell_praise: Mapped[bool]
    changed_at: Mapped[datetime]
