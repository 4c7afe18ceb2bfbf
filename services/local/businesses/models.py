"""Table of the local tier's businesses: one row a tenant, for a tenant is one business."""

from datetime import datetime
from typing import Any

from sqlalchemy import Double, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class BusinessRow(TenantModel):
    """A business as it was described, and where we found it to stand."""

    __tablename__ = "local_businesses"

    name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(30))
    city: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str | None] = mapped_column(String(2))
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    radius_km: Mapped[float] = mapped_column(Double)
    monthly_budget_paise: Mapped[int | None]
    opening_hours: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    timezone: Mapped[str] = mapped_column(String(60))
    google_business_id: Mapped[str | None] = mapped_column(String(100))
    facebook_page_id: Mapped[str | None] = mapped_column(String(100))
    instagram_business_id: Mapped[str | None] = mapped_column(String(100))
    whatsapp_phone_number_id: Mapped[str | None] = mapped_column(String(100))
    hour_value_paise: Mapped[int]
    located_latitude: Mapped[float] = mapped_column(Double)
    located_longitude: Mapped[float] = mapped_column(Double)
    located_state: Mapped[str | None] = mapped_column(String(2))
    location_source: Mapped[str] = mapped_column(String(20))
    location_note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
