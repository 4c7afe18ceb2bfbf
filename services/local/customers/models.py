"""Tables of customers and their records; only one of them knows who a customer is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


def _of_customer(when_deleted: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "customer_id"],
        ["local_customers.tenant_id", "local_customers.id"],
        ondelete=when_deleted,
    )


_GOES_ALONG = "CASCADE"
_STAYS_OF_NOBODY = "SET NULL (customer_id)"


class CustomerRow(TenantModel):
    """A customer: an id without a name."""

    __tablename__ = "local_customers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class IdentityRow(TenantModel):
    """Who a customer is: a phone number in E.164, or what another program calls the customer."""

    __tablename__ = "local_customer_identities"
    __table_args__ = (
        _of_customer(_GOES_ALONG),
        Index("ix_local_customer_identities_tenant_id_customer_id", "tenant_id", "customer_id"),
    )

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    customer_id: Mapped[UUID]


class OrderRow(TenantModel):
    """An order; without a customer it was anonymous, or its customer was erased."""

    __tablename__ = "local_orders"
    __table_args__ = (
        _of_customer(_STAYS_OF_NOBODY),
        Index("ix_local_orders_tenant_id_customer_id", "tenant_id", "customer_id"),
    )

    reference: Mapped[str] = mapped_column(String(200), primary_key=True)
    customer_id: Mapped[UUID | None]
    placed_on: Mapped[date]
    placed_at: Mapped[datetime | None]
    amount_paise: Mapped[int | None]


class AppointmentRow(TenantModel):
    """A booked visit and what became of it."""

    __tablename__ = "local_appointments"
    __table_args__ = (
        _of_customer(_STAYS_OF_NOBODY),
        Index("ix_local_appointments_tenant_id_customer_id", "tenant_id", "customer_id"),
    )

    reference: Mapped[str] = mapped_column(String(200), primary_key=True)
    customer_id: Mapped[UUID | None]
    booked_on: Mapped[date | None]
    booked_at: Mapped[datetime | None]
    starts_on: Mapped[date]
    starts_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(20))
    was_reminded: Mapped[bool | None]


class InquiryRow(TenantModel):
    """A question, and when it was first answered."""

    __tablename__ = "local_inquiries"
    __table_args__ = (
        _of_customer(_STAYS_OF_NOBODY),
        Index("ix_local_inquiries_tenant_id_customer_id", "tenant_id", "customer_id"),
    )

    reference: Mapped[str] = mapped_column(String(200), primary_key=True)
    customer_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class RecordImport(TenantModel):
    """One file of records: how it was read, what was taken, what was left out and why."""

    __tablename__ = "local_record_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB)
    size_bytes: Mapped[int]
    rows_read: Mapped[int] = mapped_column(Integer)
    records_new: Mapped[int] = mapped_column(Integer)
    records_changed: Mapped[int] = mapped_column(Integer)
    records_unchanged: Mapped[int] = mapped_column(Integer)
    rows_skipped: Mapped[int] = mapped_column(Integer)
    skipped_reasons: Mapped[dict[str, int]] = mapped_column(JSONB)
    first_skipped_rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    imported_at: Mapped[datetime]
