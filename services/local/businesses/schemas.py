"""Request and response bodies of businesses."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.businesses.domain.business import MAX_RADIUS_KM, LocalBusiness
from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.location import Location, LocationSource
from shared.http.account import KeyCreated
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody

Rupees = Annotated[
    Decimal | MoneyBody,
    Field(description="Rupees, as a number or as an amount with its currency.", examples=[5000]),
]


class OpeningBody(RequestBody):
    """One stretch of being open; a close at or before the opening is on the next day."""

    open: Annotated[str, Field(examples=["09:30"])]
    close: Annotated[str, Field(examples=["20:00"])]


class BusinessFields(RequestBody):
    """What may be left out of a business; null is as good as left out."""

    city: Annotated[str | None, Field(examples=["Bengaluru"])] = None
    state: Annotated[
        str | None, Field(description="Its name or code; tells cities of one name apart.")
    ] = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: Annotated[
        float | None,
        Field(description=f"How far rivals matter: up to {MAX_RADIUS_KM:g}; 2 if left out."),
    ] = None
    monthly_budget: Rupees | None = None
    opening_hours: Annotated[
        dict[str, list[OpeningBody]] | None,
        Field(description="By weekday in English, small letters; days left out are days off."),
    ] = None
    timezone: Annotated[str | None, Field(description="Asia/Kolkata if left out.")] = None
    google_business_id: str | None = None
    facebook_page_id: str | None = None
    instagram_business_id: str | None = None
    whatsapp_phone_number_id: str | None = None
    hour_value: Annotated[
        Rupees | None,
        Field(description="What an hour of the owner is worth; 500 rupees if left out."),
    ] = None

    def given(self) -> dict[str, Any]:
        """Return the fields that were sent, as `LocalBusiness.from_dict` reads them."""
        return self.model_dump(exclude_unset=True)


class BusinessRequest(BusinessFields):
    """A business: its name, its trade, and a city or coordinates are required."""

    name: str
    category: BusinessCategory


class BusinessChanges(BusinessFields):
    """The fields to change; null sets a field back to unknown, or to its default."""

    name: str | None = None
    category: BusinessCategory | None = None


class LocationRead(ResponseBody):
    """Where the business stands, and how we know."""

    latitude: float
    longitude: float
    source: LocationSource
    state: str | None
    state_name: str | None
    note: str | None


class BusinessRead(ResponseBody):
    """A business as it was described, and where we found it to stand."""

    id: UUID
    name: str
    category: BusinessCategory
    city: str | None
    state: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float
    monthly_budget: MoneyBody | None
    opening_hours: dict[str, list[OpeningBody]] | None
    timezone: str
    google_business_id: str | None
    facebook_page_id: str | None
    instagram_business_id: str | None
    whatsapp_phone_number_id: str | None
    hour_value: MoneyBody
    location: LocationRead
    created_at: datetime
    updated_at: datetime


class BusinessCreated(BusinessRead):
    """A new business; the secret of its first key is shown here and never again."""

    key: KeyCreated


def location_body(location: Location) -> dict[str, object]:
    """Return a location as it travels."""
    return {
        "latitude": location.latitude,
        "longitude": location.longitude,
        "source": location.source,
        "state": location.state.code if location.state else None,
        "state_name": location.state.name if location.state else None,
        "note": location.note,
    }


def business_body(
    business_id: UUID,
    business: LocalBusiness,
    location: Location,
    times: tuple[datetime, datetime],
) -> dict[str, object]:
    """Return a business as it travels."""
    return {
        "id": business_id,
        **business.to_dict(),
        "location": location_body(location),
        "created_at": times[0],
        "updated_at": times[1],
    }
