"""Request and response bodies of messages, contacts and appointments."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_costs import METHOD
from local.messaging.domain.message_settings import (
    DEFAULT_ANSWER_WITHIN_MINUTES,
    AnswerMode,
    MessageSettings,
)
from local.messaging.domain.message_state import MessageState
from local.messaging.domain.reminders import AppointmentState
from local.messaging.domain.send_rules import WINDOW, is_window_open
from local.messaging.models import ContactRow, MessageRow
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1024)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TemplateName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,512}$")]
Terms = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]
_INR = "INR"
_HUNDRED = Decimal(100)


class ContactRead(ResponseBody):
    """A contact; words are free until `window_closes_at`, after it only templates are."""

    id: UUID
    phone: str | None
    user_id: str | None
    name: str | None
    username: str | None
    wrote_at: datetime | None
    is_window_open: bool
    window_closes_at: datetime | None
    erased_at: datetime | None
    created_at: datetime


class ContactRequest(RequestBody):
    """Somebody who called or came in: a phone number as people write it in India."""

    phone: Annotated[str, Field(min_length=1, max_length=40, examples=["98765 43210"])]
    name: Line | None = None


class ConsentsRead(ResponseBody):
    """What a contact agrees to; whoever never said yes agrees to nothing."""

    reminders: bool
    offers: bool


class ConsentRequest(RequestBody):
    """A yes or a no, in the words in which the customer said it."""

    is_given: bool
    words: Words


class ReceivedRead(ResponseBody):
    """What a customer wrote, how it was understood, and what was done about it."""

    id: UUID
    kind: str
    words: str | None
    at: datetime
    reading: str | None
    reaction: str | None
    method: str | None


class MessageRequest(RequestBody):
    """Words of the owner's for a contact whose window is open."""

    contact_id: UUID
    words: Words


class MessageRead(ResponseBody):
    """A message of the shop: only `delivered` and `read` are done.

    `cost` is WhatsApp's word on it, `reserved` what is put aside until then; both without GST.
    """

    id: UUID
    contact_id: UUID
    purpose: Purpose
    ordered_by: str
    words: str | None
    template_name: str | None
    state: MessageState
    obstacle: str | None
    send_from: datetime
    expires_at: datetime | None
    category: str | None
    reserved: MoneyBody
    cost: MoneyBody | None
    error_code: str | None
    error: str | None
    sent_at: datetime | None
    verified_at: datetime | None
    created_at: datetime


class BookingRequest(RequestBody):
    """An appointment; `wants_reminders` is the customer's own word."""

    contact_id: UUID
    starts_at: AwareDatetime
    service: Line
    wants_reminders: bool


class MoveRequest(RequestBody):
    """The new time of an appointment."""

    starts_at: AwareDatetime


class AppointmentRead(ResponseBody):
    """An appointment; `revision` counts its times."""

    id: UUID
    contact_id: UUID
    starts_at: datetime
    service: str
    state: AppointmentState
    revision: int
    created_at: datetime
    changed_at: datetime


class TemplateRead(ResponseBody):
    """A template as WhatsApp last told of it; only an approved one is sent.

    `ttl_seconds` is how long WhatsApp tries to deliver what it sends; null is 30 days.
    """

    name: str
    language: str
    category: str | None
    status: str
    quality: str | None
    body: str | None
    ttl_seconds: int | None
    changed_at: datetime


class MessageSettingsBody(RequestBody):
    """What the shop allows: how inquiries are answered, the month's cap, quiet hours, reminders.

    A template of reminders has three variables: the shop, the service, the time. The last one, two
    hours before, goes by `last_reminder_template` where it is set: a template that WhatsApp tries
    to deliver for longer than the visit is away is not sent. A link or a phone at which to book or
    order, and the terms of delivery, are repeated in answers as they are.
    """

    mode: AnswerMode
    monthly_cap_rupees: Annotated[int, Field(ge=0, le=1_000_000)]
    quiet_begins: time
    quiet_ends: time
    sends_reminders: bool
    reminder_template: TemplateName | None = None
    last_reminder_template: TemplateName | None = None
    reminder_language: LanguageCode = "en"
    booking_at: Line | None = None
    order_at: Line | None = None
    delivery_terms: Terms | None = None
    answer_within_minutes: Annotated[int, Field(ge=5, le=10_080)] = DEFAULT_ANSWER_WITHIN_MINUTES
    waits_in_opening_hours_only: bool = True


class CategoryCostRead(ResponseBody):
    """One kind of message in a month."""

    category: str
    messages: int
    cost: MoneyBody


class MessageCostsRead(ResponseBody):
    """A month's messages: `spent` is the sum of the rows, delivered or still under way, no GST."""

    month: date
    spent: MoneyBody
    cap: MoneyBody
    by_category: list[CategoryCostRead]
    method: str


def contact_body(row: ContactRow, now: datetime) -> dict[str, Any]:
    """Return a contact as it travels."""
    closes_at = None if row.wrote_at is None else row.wrote_at + WINDOW
    columns = ("id", "phone", "user_id", "name", "username", "wrote_at", "erased_at", "created_at")
    return {
        **{name: getattr(row, name) for name in columns},
        "is_window_open": is_window_open(row.wrote_at, now),
        "window_closes_at": closes_at,
    }


def message_body(row: MessageRow) -> dict[str, Any]:
    """Return a message as it travels."""
    kept = {name: getattr(row, name) for name in MessageRead.model_fields if hasattr(row, name)}
    cost = None if row.cost_paise is None else rupees(row.cost_paise)
    return kept | {"reserved": rupees(row.reserved_paise), "cost": cost}


def costs_body(
    month: date, spent: Decimal, cap: int, rows: Sequence[tuple[str, int, Decimal]]
) -> dict[str, Any]:
    """Return a month's costs as they travel."""
    by_category = [
        {"category": category, "messages": count, "cost": rupees(paise)}
        for category, count, paise in rows
    ]
    return {
        "month": month,
        "spent": rupees(spent),
        "cap": rupees(cap),
        "by_category": by_category,
        "method": METHOD,
    }


def settings_of(body: MessageSettingsBody) -> MessageSettings:
    """Return the shop's rules from how they travel."""
    stated = body.model_dump()
    return MessageSettings(monthly_cap_paise=stated.pop("monthly_cap_rupees") * 100, **stated)


def settings_body(settings: MessageSettings) -> dict[str, Any]:
    """Return the shop's rules as they travel."""
    told = asdict(settings)
    return {"monthly_cap_rupees": told.pop("monthly_cap_paise") // 100, **told}


def rupees(paise: Decimal | int) -> Mapping[str, str]:
    """Return a sum as it travels, with the parts of a paisa that WhatsApp's prices have."""
    amount = (Decimal(paise) / _HUNDRED).quantize(Decimal("0.0001"))
    return {"amount": str(amount), "currency": _INR}
