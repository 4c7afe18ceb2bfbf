"""What can another program tell a shop? Each kind has its fields, checked when they came in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ToldType(StrEnum):
    """What may be told."""

    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    ORDER_RECORDED = "order.recorded"


class ToldState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedVisit:
    """A visit as a booking tool tells of it; `reference` is the tool's own name for it."""

    reference: str
    starts_at: datetime
    phone: str
    name: str | None
    service: str
    wants_reminders: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedVisit:
    """A visit that has another time."""

    reference: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledVisit:
    """A visit that will not be."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedOrder:
    """An order as a till tells of it: what a row of an order file holds."""

    reference: str
    at: str
    amount: str
    customer: str


Told = BookedVisit | MovedVisit | CancelledVisit | RecordedOrder


def told_of(type_: ToldType, data: Mapping[str, Any]) -> Told:
    """Return what was told from what was kept of it."""
    return _READERS[type_](data)


def _booked(data: Mapping[str, Any]) -> BookedVisit:
    return BookedVisit(**_with_moment(data))


def _moved(data: Mapping[str, Any]) -> MovedVisit:
    return MovedVisit(**_with_moment(data))


def _with_moment(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "starts_at": datetime.fromisoformat(data["starts_at"])}


_READERS: Mapping[ToldType, Callable[[Mapping[str, Any]], Told]] = {
    ToldType.APPOINTMENT_BOOKED: _booked,
    ToldType.APPOINTMENT_MOVED: _moved,
    ToldType.APPOINTMENT_CANCELLED: lambda data: CancelledVisit(**data),
    ToldType.ORDER_RECORDED: lambda data: RecordedOrder(**data),
}
