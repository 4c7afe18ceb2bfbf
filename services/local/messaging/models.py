"""Tables of messages, of those who write them, and of what they cost."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel

_CONTACT = ["local_contacts.tenant_id", "local_contacts.id"]


class ContactRow(TenantModel):
    """Somebody on WhatsApp: by a number, by the id that WhatsApp gave, or by both.

    `wrote_at` is the time of the person's latest message, by WhatsApp's clock.
    """

    __tablename__ = "local_contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    user_id: Mapped[str | None] = mapped_column(String(130))
    name: Mapped[str | None] = mapped_column(String(200))
    username: Mapped[str | None] = mapped_column(String(100))
    wrote_at: Mapped[datetime | None]
    came_by_advertisement_at: Mapped[datetime | None]
    owner_wrote_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ConsentRow(TenantModel):
    """A yes or a no for one purpose; rows are only added."""

    __tablename__ = "local_consents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "contact_id"], _CONTACT, name="fk_local_consents_contact"
        ),
        Index("ix_local_consents_tenant_id_contact_id", "tenant_id", "contact_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(String(20))
    is_given: Mapped[bool]
    source: Mapped[str] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class ReceivedMessageRow(TenantModel):
    """What a person wrote; `reading` and `reaction` say how it was understood and dealt with."""

    __tablename__ = "local_received_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "contact_id"], _CONTACT, name="fk_local_received_messages_contact"
        ),
        UniqueConstraint("tenant_id", "vendor_id"),
        Index("ix_local_received_messages_tenant_id_contact_id", "tenant_id", "contact_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]
    vendor_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    words: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    reading: Mapped[str | None] = mapped_column(String(40))
    reaction: Mapped[str | None] = mapped_column(String(20))
    method: Mapped[str | None] = mapped_column(String(60))


class MessageRow(TenantModel):
    """A message of the shop; its key stands for the wish, so that the same wish is one message.

    Money is paise and parts of them: `reserved_paise` until WhatsApp's word, then `cost_paise`.
    """

    __tablename__ = "local_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "contact_id"], _CONTACT, name="fk_local_messages_contact"
        ),
        UniqueConstraint("tenant_id", "key"),
        UniqueConstraint("tenant_id", "vendor_id"),
        Index("ix_local_messages_state_send_from", "state", "send_from"),
        Index("ix_local_messages_tenant_id_contact_id_id", "tenant_id", "contact_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(20))
    ordered_by: Mapped[str] = mapped_column(String(10))
    words: Mapped[str | None] = mapped_column(Text)
    template_name: Mapped[str | None] = mapped_column(String(512))
    template_language: Mapped[str | None] = mapped_column(String(10))
    variables: Mapped[list[str]] = mapped_column(JSONB)
    buttons: Mapped[list[list[str]]] = mapped_column(JSONB)
    reply_to: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    obstacle: Mapped[str | None] = mapped_column(String(40))
    form: Mapped[str | None] = mapped_column(String(10))
    attempt: Mapped[int]
    send_from: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    arrive_by: Mapped[datetime | None]
    is_to_stranger: Mapped[bool]
    category: Mapped[str | None] = mapped_column(String(20))
    month: Mapped[date | None]
    reserved_paise: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    cost_paise: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    vendor_id: Mapped[str | None] = mapped_column(String(200))
    sent_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    error_code: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MessageMonthRow(TenantModel):
    """What a month's messages have cost or may still, before GST."""

    __tablename__ = "local_message_months"

    month: Mapped[date] = mapped_column(primary_key=True)
    spent_paise: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    service_messages: Mapped[int]


class AppointmentRow(TenantModel):
    """A visit that was agreed; `revision` counts its times."""

    __tablename__ = "local_booked_appointments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "contact_id"], _CONTACT, name="fk_local_booked_appointments_contact"
        ),
        Index("ix_local_booked_appointments_tenant_id_starts_at", "tenant_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    service: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MessageTemplateRow(TenantModel):
    """A template as WhatsApp last told of it; without a `ttl_seconds` it tries for 30 days."""

    __tablename__ = "local_message_templates"

    name: Mapped[str] = mapped_column(String(512), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    category: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30))
    quality: Mapped[str | None] = mapped_column(String(20))
    body: Mapped[str | None] = mapped_column(Text)
    ttl_seconds: Mapped[int | None]
    changed_at: Mapped[datetime]


class MessageSettingsRow(TenantModel):
    """What the shop allows; no row is the defaults."""

    __tablename__ = "local_message_settings"

    mode: Mapped[str] = mapped_column(String(10))
    monthly_cap_paise: Mapped[int]
    quiet_begins: Mapped[time]
    quiet_ends: Mapped[time]
    sends_reminders: Mapped[bool]
    reminder_template: Mapped[str | None] = mapped_column(String(512))
    last_reminder_template: Mapped[str | None] = mapped_column(String(512))
    reminder_language: Mapped[str] = mapped_column(String(10))
    booking_at: Mapped[str | None] = mapped_column(String(200))
    order_at: Mapped[str | None] = mapped_column(String(200))
    delivery_terms: Mapped[str | None] = mapped_column(String(300))
    answer_within_minutes: Mapped[int]
    waits_in_opening_hours_only: Mapped[bool]
    changed_at: Mapped[datetime]


class WebhookEventRow(TenantModel):
    """What came by webhook, as it came; the same bytes are one event."""

    __tablename__ = "local_webhook_events"
    __table_args__ = (UniqueConstraint("tenant_id", "digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    received_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class MessageLabelRow(TenantModel):
    """What a message was about, by the shop's word: one of ours, or words of an import.

    Of a message of ours the words stay with the message, and are forgotten with it.
    """

    __tablename__ = "local_message_labels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "message_id"],
            ["local_received_messages.tenant_id", "local_received_messages.id"],
            name="fk_local_message_labels_message",
        ),
        UniqueConstraint("tenant_id", "message_id"),
        UniqueConstraint("tenant_id", "digest"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str] = mapped_column(String(40))
    labelled_at: Mapped[datetime]


class ReadingModelRow(TenantModel):
    """What was learnt from labels, and how it did on what it had not seen; the latest one counts.

    With an obstacle it is not used. Only the latest keeps what was `learnt`.
    """

    __tablename__ = "local_reading_models"
    __table_args__ = (UniqueConstraint("tenant_id", "method", "data_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(String(60))
    data_hash: Mapped[str] = mapped_column(String(64))
    obstacle: Mapped[str | None] = mapped_column(String(40))
    measured: Mapped[dict[str, Any]] = mapped_column(JSONB)
    learnt: Mapped[bytes | None]
    trained_at: Mapped[datetime]


class PriceItemRow(TenantModel):
    """An item of the shop's price list, as it was told on a day."""

    __tablename__ = "local_price_items"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_hi: Mapped[str | None] = mapped_column(String(100))
    other_names: Mapped[list[str]] = mapped_column(JSONB)
    unit: Mapped[str | None] = mapped_column(String(40))
    price_paise: Mapped[int]
    told_on: Mapped[date]
