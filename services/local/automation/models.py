"""Tables of routine work: what came of it, what is allowed, how long it takes by hand."""

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
    mode: Mapped[str] = mapped_column(String(10), server_default="auto")
    looks: Mapped[int] = mapped_column(server_default="0")
    is_touched: Mapped[bool]
    touch_minutes: Mapped[Decimal] = mapped_column(Numeric(6, 1), server_default="0")
    is_reworked: Mapped[bool] = mapped_column(server_default="false")
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
    times_per_week: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    at: Mapped[datetime]


class AutomationDayRow(TenantModel):
    """A day whose routine work was opened: once, whoever was first."""

    __tablename__ = "local_automation_days"
    __table_args__ = (Index("ix_local_automation_days_on_date", "on_date"),)

    on_date: Mapped[date] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]


class RoutineSettingRow(TenantModel):
    """How far the platform may go with a routine at a shop."""

    __tablename__ = "local_routine_settings"

    routine: Mapped[str] = mapped_column(String(40), primary_key=True)
    approval: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]


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
