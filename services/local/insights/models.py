"""Tables of insights."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class EditionRow(TenantModel):
    """One day's insights of a business: the inputs (JSON, deflated) and what followed (JSON).

    The day is the business's own: `begins_at` and `ends_at` are its midnights. The same inputs on
    the same day are the same edition; of a day's several, the one published last is shown.
    """

    __tablename__ = "local_insight_editions"
    __table_args__ = (
        UniqueConstraint(
            "tenant_id",
            "day",
            "inputs_sha256",
            name="uq_local_insight_editions_tenant_id_day_inputs_sha256",
        ),
        Index("ix_local_insight_editions_tenant_id_ends_at", "tenant_id", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(40))
    inputs_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    inputs: Mapped[bytes] = mapped_column(LargeBinary)
    insights: Mapped[bytes] = mapped_column(LargeBinary)
    computed_at: Mapped[datetime]
    published_at: Mapped[datetime]


class FeedbackRow(TenantModel):
    """What the owner last said of an opportunity; `away_until` is null where it is shown."""

    __tablename__ = "local_opportunity_feedback"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime]
    away_until: Mapped[datetime | None]
