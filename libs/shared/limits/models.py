"""Tables of quotas and of writes that may be repeated."""

from datetime import datetime

from sqlalchemy import LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class QuotaWindow(TenantModel):
    """How many requests of one hour were handed out to replicas, in all and the last time."""

    __tablename__ = "quota_windows"

    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    leased: Mapped[int]
    granted: Mapped[int] = mapped_column(server_default="0")


class IdempotentWrite(TenantModel):
    """The answer to a write, kept for a day so that a repeat gets the same."""

    __tablename__ = "idempotent_writes"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(SmallInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
