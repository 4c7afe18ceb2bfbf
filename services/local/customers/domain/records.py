"""What does a shop remember? Orders, appointments, inquiries; each names a customer or none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class RecordKind(StrEnum):
    """The three things that a shop remembers."""

    ORDERS = "orders"
    APPOINTMENTS = "appointments"
    INQUIRIES = "inquiries"


class IdentityKind(StrEnum):
    """How a customer can be named."""

    PHONE = "phone"
    EXTERNAL = "external"


class Outcome(StrEnum):
    """What became of an appointment; `booked`: nobody has said yet."""

    BOOKED = "booked"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Identity:
    """A phone number in E.164, or whatever another program calls the customer."""

    kind: IdentityKind
    value: str


@dataclass(frozen=True, slots=True)
class When:
    """A day in the shop's zone, and the moment where more than the day is known."""

    day: date
    moment: datetime | None

    def __str__(self) -> str:
        """Return it as a key: the same moment is the same text, whatever its zone."""
        return self.moment.astimezone(UTC).isoformat() if self.moment else self.day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A purchase: a visit with or without a sum."""

    reference: str | None
    customer: Identity | None
    placed: When
    amount_paise: int | None

    @property
    def content(self) -> str:
        """Return what tells an order without a reference from another of the same customer."""
        return f"{self.placed} {self.amount_paise}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A booked visit; `was_reminded` is None where nobody noted it."""

    reference: str | None
    customer: Identity | None
    booked: When | None
    starts: When
    outcome: Outcome
    was_reminded: bool | None

    @property
    def content(self) -> str:
        """Return what tells it from another of the same customer; its outcome may change."""
        return f"{self.booked} {self.starts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question of a customer, and when somebody first answered it."""

    reference: str | None
    customer: Identity | None
    asked_at: datetime
    answered_at: datetime | None

    @property
    def content(self) -> str:
        """Return what tells it from another of the same customer; the answer may come later."""
        return self.asked_at.astimezone(UTC).isoformat()


Record = Order | Appointment | Inquiry
