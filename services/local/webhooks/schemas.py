"""Request and response bodies of webhooks that go out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.webhooks.domain.delivery import DeliveryState, EndpointState, WhyDisabled
from local.webhooks.domain.event_types import EventType
from local.webhooks.models import WebhookEndpointRow
from shared.http.schemas import RequestBody, ResponseBody


class EndpointRequest(RequestBody):
    """Where events go, and which; without types every one."""

    url: Annotated[str, Field(max_length=2_000, description="It begins with https:.")]
    description: Annotated[str, Field(max_length=200)] = ""
    types: Annotated[list[EventType], Field(max_length=len(EventType), default_factory=list)]


class EndpointRead(ResponseBody):
    """An endpoint; `failing_since` is when it last began to fail."""

    id: UUID
    url: str
    description: str
    types: list[EventType]
    state: EndpointState
    why_disabled: WhyDisabled | None
    failing_since: datetime | None
    older_secret_until: datetime | None
    created_at: datetime
    changed_at: datetime


class SecretRead(ResponseBody):
    """A secret, shown this once."""

    secret: Annotated[str | None, Field(description="Null where the answer is a repeated one.")]


class NewEndpointRead(EndpointRead, SecretRead):
    """A new endpoint with its secret."""


class TestRead(ResponseBody):
    """The delivery that a test began."""

    delivery_id: UUID


class DeliveryRead(ResponseBody):
    """One event on its way to one endpoint."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    type: EventType
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    last_status: int | None
    last_problem: str | None
    body: str
    created_at: datetime
    ended_at: datetime | None


class EventTypeRead(ResponseBody):
    """A type of event, and what its `data` looks like."""

    type: EventType
    meaning: str
    example: dict[str, Any]


def new_endpoint_body(row: WebhookEndpointRow, secret: str) -> dict[str, Any]:
    """Return a new endpoint with its secret."""
    return {**EndpointRead.model_validate(row).model_dump(), "secret": secret}
