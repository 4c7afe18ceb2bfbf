"""Tables of routine work: what came of it, and how long it takes by hand."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class AutomationTaskRow(TenantModel):
    """The record: one row for each piece of routine work, once for its routine, day and key."""

    __tablename__ = "local_automation_tasks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "routine", "on_date", "key"),
        Index("ix_local_automation_tasks_tenant_id_on_date", "tenant_id", "on_date", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    routine: Mapped[str] = mapped_column(String(40))
    on_date: Mapped[date]
    key: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    is_touched: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(60))
    evidence: Mapped[str | None] = mapped_column(String(200))
    verified_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class BaselineSampleRow(TenantModel):
    """How long a routine took once by hand, timed or as the owner says."""

    __tablename__ = "local_baseline_samples"
    __table_args__ = (Index("ix_local_baseline_samples_tenant_id_routine", "tenant_id", "routine"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    routine: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[Decimal] = mapped_column(Numeric(6, 1))
    method: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class PerformanceRow(TenantModel):
    """A day of one channel in numbers, as its runs stood when it was last recorded."""

    __tablename__ = "local_performance_metrics"

    on_date: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    due: Mapped[int]
    hands_free: Mapped[int]
    verified: Mapped[int]
    unconfirmed: Mapped[int]
    voids: Mapped[int]
    method: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]
