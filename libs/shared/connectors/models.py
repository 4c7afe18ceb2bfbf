"""Tables of connections to vendors, of the calls made over them, and of the vendors' limits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Double, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel

_IS_CONNECTED = text("state <> 'disconnected'")


class DataKeyRow(TenantModel):
    """The key that seals one tenant's secrets, itself sealed; without it they are noise."""

    __tablename__ = "tenant_data_keys"

    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]


class ConnectionRow(TenantModel):
    """An account at a vendor that a tenant let us use."""

    __tablename__ = "vendor_connections"
    __table_args__ = (
        Index(
            "uq_vendor_connections_vendor_external_id",
            "vendor",
            "external_id",
            unique=True,
            postgresql_where=_IS_CONNECTED,
        ),
        Index(
            "uq_vendor_connections_tenant_id_vendor",
            "tenant_id",
            "vendor",
            unique=True,
            postgresql_where=_IS_CONNECTED,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    vendor: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(200))
    account: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes]
    secrets_version: Mapped[int] = mapped_column(Integer)
    refreshing_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(Integer)
    paused_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VendorCallRow(TenantModel):
    """One write to a vendor: wanted under a key, sent at most when the ledger says so."""

    __tablename__ = "vendor_calls"
    __table_args__ = (Index("ix_vendor_calls_updated_at", "updated_at"),)

    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    capability: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    held_until: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VendorLimitRow(TenantModel):
    """A vendor's limit from a day on; a tenant's own row goes before the platform's."""

    __tablename__ = "vendor_limits"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[float] = mapped_column(Double)
    per_seconds: Mapped[float] = mapped_column(Double)
    burst: Mapped[float] = mapped_column(Double)
    source: Mapped[str] = mapped_column(Text)


class VendorBucketRow(TenantModel):
    """What is left of a limit."""

    __tablename__ = "vendor_buckets"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    tokens: Mapped[float] = mapped_column(Double)
    refilled_at: Mapped[datetime]
