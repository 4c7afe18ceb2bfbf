"""What can WhatsApp tell us? Plain values; times are WhatsApp's own, not those of arrival."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who it is: at least one of phone and id, and what the person calls themselves."""

    phone: str | None = None
    user_id: str | None = None
    name: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A person wrote, tapped or called.

    `kind` is WhatsApp's word; `words` what can be read of it; `payload` the button's;
    `is_from_advertisement` opens 72 hours in which messages cost nothing.
    """

    id: str
    person: Person
    at: datetime
    kind: str
    words: str | None = None
    payload: str | None = None
    reply_to: str | None = None
    is_from_advertisement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What became of a message of ours; `category` and `is_billable` are WhatsApp's price."""

    message_id: str
    status: str
    at: datetime
    person: Person
    reference: str | None = None
    category: str | None = None
    is_billable: bool | None = None
    error_code: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoed:
    """The owner wrote to a person with the phone."""

    id: str
    to: Person
    at: datetime
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChanged:
    """A person goes on under another number, or another id."""

    before: Person
    after: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceChanged:
    """A person wants marketing no longer, or again, said in WhatsApp's own settings."""

    person: Person
    at: datetime
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """Something about a template changed: what is None did not."""

    name: str
    language: str
    status: str | None = None
    category: str | None = None
    quality: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that is kept and not acted upon: of no interest, or of a kind nobody knows."""

    field: str
    id: str | None = None


Event = (
    Received | StatusChange | Echoed | NumberChanged | PreferenceChanged | TemplateChanged | Unread
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An event, and whose: the number's id, or the account's where no number is named."""

    account_id: str
    phone_number_id: str | None
    event: Event
