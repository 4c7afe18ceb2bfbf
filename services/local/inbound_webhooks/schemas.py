"""Bodies of webhooks that come in, and of their sources."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError

from local.inbound_webhooks.domain.told import ToldState, ToldType
from local.inbound_webhooks.errors import UnreadableToldError
from local.inbound_webhooks.models import WebhookSourceRow
from shared.errors import FieldProblem
from shared.http.schemas import Name, RequestBody, ResponseBody

Reference = Annotated[str, Field(min_length=1, max_length=150)]


class SourceRequest(RequestBody):
    """A program that will tell something."""

    name: Annotated[Name, Field(max_length=100, examples=["the till"])]


class SourceRead(ResponseBody):
    """A source, and the address that it sends to."""

    id: UUID
    name: str
    path: str
    older_secret_until: datetime | None
    created_at: datetime
    changed_at: datetime


class SourceSecretRead(ResponseBody):
    """A secret, shown this once."""

    secret: Annotated[str | None, Field(description="Null where the answer is a repeated one.")]


class NewSourceRead(SourceRead, SourceSecretRead):
    """A new source with its secret."""


class ToldRead(ResponseBody):
    """What a source told, and what became of it."""

    id: UUID
    source_id: UUID
    webhook_id: str
    type: ToldType
    state: ToldState
    problem: str | None
    received_at: datetime
    ended_at: datetime | None


class _Data(RequestBody):
    reference: Reference


class BookedData(_Data):
    """A visit that was booked; `wants_reminders` is what the customer said."""

    starts_at: AwareDatetime
    phone: Annotated[str, Field(max_length=40, examples=["+91 98000 00001"])]
    name: Annotated[str | None, Field(max_length=200)] = None
    service: Annotated[str, Field(min_length=1, max_length=200)]
    wants_reminders: bool = False


class MovedData(_Data):
    """A visit that was moved."""

    starts_at: AwareDatetime


class OrderData(_Data):
    """An order; `customer` is a phone number, if it is known."""

    at: Annotated[str, Field(min_length=1, max_length=40, examples=["2026-12-01T17:30:00+05:30"])]
    amount: Annotated[str, Field(max_length=20, examples=["450.00"])] = ""
    customer: Annotated[str, Field(max_length=40)] = ""


class _Event(RequestBody):
    # Others may say more of an event than we read.
    model_config = ConfigDict(extra="ignore")

    timestamp: AwareDatetime | None = None


class BookedEvent(_Event):
    """`appointment.booked`."""

    type: Literal[ToldType.APPOINTMENT_BOOKED]
    data: BookedData


class MovedEvent(_Event):
    """`appointment.moved`."""

    type: Literal[ToldType.APPOINTMENT_MOVED]
    data: MovedData


class CancelledEvent(_Event):
    """`appointment.cancelled`."""

    type: Literal[ToldType.APPOINTMENT_CANCELLED]
    data: _Data


class OrderEvent(_Event):
    """`order.recorded`."""

    type: Literal[ToldType.ORDER_RECORDED]
    data: OrderData


Event = Annotated[
    BookedEvent | MovedEvent | CancelledEvent | OrderEvent, Field(discriminator="type")
]
_READER: TypeAdapter[Event] = TypeAdapter(Event)


def event_of(raw: bytes) -> tuple[ToldType, dict[str, Any]]:
    """Return what was told as it is kept; raise UnreadableToldError with the fields else."""
    try:
        event = _READER.validate_json(raw)
    except ValidationError as error:
        problems = [
            FieldProblem(".".join(str(part) for part in one["loc"]) or "body", one["msg"])
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise UnreadableToldError(tuple(problems)) from error
    return event.type, event.data.model_dump(mode="json")


def source_body(row: WebhookSourceRow, **more: Any) -> dict[str, Any]:
    """Return a source with the address that it sends to."""
    return {
        "id": row.id,
        "name": row.name,
        "path": f"/hooks/local/webhooks/{row.id}",
        "older_secret_until": row.older_secret_until,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        **more,
    }
