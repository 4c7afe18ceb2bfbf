"""Tables of clients. A client is a tenant: its id is the tenant's id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, synonym

from shared.db.base import TenantModel


class Client(TenantModel):
    """A company that uses the enterprise tier."""

    __tablename__ = "enterprise_clients"

    id: Mapped[UUID] = synonym("tenant_id")
    name: Mapped[str] = mapped_column(String(200))
    industry: Mapped[str | None] = mapped_column(String(100))
    website: Mapped[str | None] = mapped_column(String(500))
    timezone: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
