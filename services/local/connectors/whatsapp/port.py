"""What we ask of a shop's WhatsApp number, and what its answers hold.

The connection's account names the number: `phone_number_id` and `waba_id`, digits; its one secret
is `access_token`, which nobody can renew but the owner. A message that WhatsApp takes is not yet
delivered: only a status that comes by webhook tells (see `webhooks.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

VENDOR = "whatsapp_business"

MOST_TEXT_CHARACTERS = 4096
MOST_INTERACTIVE_CHARACTERS = 1024
MOST_BUTTONS = 3
MOST_TITLE_CHARACTERS = 20
MOST_PAYLOAD_CHARACTERS = 256
MOST_REFERENCE_CHARACTERS = 512


class TemplateCategory(StrEnum):
    """What a template is for, and so what it costs."""

    MARKETING = "MARKETING"
    UTILITY = "UTILITY"
    AUTHENTICATION = "AUTHENTICATION"


class TemplateStatus(StrEnum):
    """Whether a template may be sent: only an approved one."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets a message: a phone number in digits, or else the id that WhatsApp gave the person.

    The id is the shop's own (`IN.1349…`); a person may have no phone number that a shop can see.
    """

    phone: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message; a tap on it comes back with its `payload`."""

    payload: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendText:
    """Free words, with up to three buttons: only while the person's 24-hour window is open.

    `reference` comes back with every status, so that a lost answer can be matched.
    """

    to: Recipient
    text: str
    reference: str
    reply_to: str | None = None
    buttons: Sequence[Button] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTemplate:
    """An approved template: `variables` fill its body, `payloads` its quick-reply buttons."""

    to: Recipient
    name: str
    language: str
    reference: str
    variables: Sequence[str] = ()
    payloads: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRead:
    """Show the person that a message was read."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTemplate:
    """Ask for the approval of a template; `samples` are example values of its variables.

    `ttl_seconds` is how long WhatsApp tries to deliver a message made from it.
    """

    name: str
    language: str
    category: TemplateCategory
    body: str
    samples: Sequence[str] = ()
    quick_replies: Sequence[str] = ()
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTemplates:
    """A page of the templates: `templates` (id, name, language, category, status), `after`."""

    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """The number: `display_phone_number`, `verified_name`, `quality`, `daily_recipients`."""
