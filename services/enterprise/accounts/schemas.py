"""Request and response bodies of clients."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints, field_validator

from shared.http.account import KeyCreated
from shared.http.schemas import Name, RequestBody, ResponseBody


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        message = "use a name of the IANA time zone database, such as Asia/Kolkata"
        raise ValueError(message)
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
Industry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ClientRequest(RequestBody):
    """A new client."""

    name: Name
    industry: Industry | None = None
    website: Annotated[HttpUrl, Field(max_length=500)] | None = None
    timezone: Zone = "Asia/Kolkata"


class ClientChange(RequestBody):
    """What may change; what is left out stays."""

    name: Name | None = None
    industry: Industry | None = None
    website: Annotated[HttpUrl, Field(max_length=500)] | None = None
    timezone: Zone | None = None

    @field_validator("name", "timezone", mode="before")
    @classmethod
    def _cannot_be_cleared(cls, value: object) -> object:
        if value is None:
            message = "this cannot be cleared; leave it out to keep it"
            raise ValueError(message)
        return value


class ClientRead(ResponseBody):
    """A client as it is stored."""

    id: UUID
    name: str
    industry: str | None
    website: str | None
    timezone: str
    created_at: datetime
    updated_at: datetime


class ClientCreated(ClientRead):
    """A new client with its first key, whose secret is shown once."""

    key: KeyCreated
