"""What does the twin of WhatsApp hold, and how large are the vendor's rules?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.connectors.twin import Window, answered
from local.connectors.whatsapp.port import TemplateCategory, TemplateStatus
from shared.connectors.exchange import VendorAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppRules:
    """The numbers of WhatsApp's rules, as `docs/connectors.md` tells where they are from.

    How long a delivery takes, and how many offers one person is sent in a day, are made up here.
    """

    window: timedelta = timedelta(hours=24)
    advertisement_window: timedelta = timedelta(hours=72)
    messages_per_second: int = 80
    pair_burst: int = 45
    pair_seconds: float = 6.0
    daily_recipients: int = 250
    daily_offers_to_a_person: int = 2
    free_service_messages: int = 1000
    delivery: timedelta = timedelta(seconds=3)


@dataclass(slots=True, kw_only=True)
class HeldPerson:
    """Somebody with WhatsApp, as one shop's number sees them."""

    phone: str | None
    user_id: str
    name: str
    is_reachable: bool = True
    wants_offers: bool = True
    wrote_at: datetime | None = None
    came_by_advertisement_at: datetime | None = None
    offers: Window = field(default_factory=lambda: Window(2, 86_400))
    pair: "PairAllowance | None" = None

    def is_window_open(self, now: datetime, rules: WhatsAppRules) -> bool:
        """Tell whether free words may be sent: less than 24 hours after the last message."""
        return self.wrote_at is not None and now < self.wrote_at + rules.window

    def is_free(self, now: datetime, rules: WhatsAppRules) -> bool:
        """Tell whether messages cost nothing, for the person came by an advertisement."""
        came = self.came_by_advertisement_at
        return came is not None and now < came + rules.advertisement_window


@dataclass(slots=True)
class PairAllowance:
    """How many messages one person may get at once: it fills by one in so many seconds."""

    left: float
    at: datetime

    def takes(self, now: datetime, rules: WhatsAppRules) -> bool:
        """Tell whether one more may go, and count it."""
        grown = (now - self.at).total_seconds() / rules.pair_seconds
        self.left, self.at = min(float(rules.pair_burst), self.left + grown), now
        if self.left < 1.0 - 1e-9:
            return False
        self.left -= 1.0
        return True


@dataclass(slots=True, kw_only=True)
class HeldTemplate:
    """A template in one language."""

    id: str
    name: str
    language: str
    category: TemplateCategory
    body: str
    variables: int = 0
    buttons: Sequence[str] = ()
    status: TemplateStatus = TemplateStatus.APPROVED
    ttl_seconds: int | None = None


@dataclass(slots=True, kw_only=True)
class HeldMessage:
    """A message that WhatsApp took; `words` are what the person reads."""

    id: str
    to: HeldPerson
    category: str
    words: str
    taken_at: datetime
    reference: str | None = None
    buttons: Sequence[str] = ()
    is_billable: bool = False
    is_delivered: bool = False


@dataclass(slots=True, kw_only=True)
class HeldNumber:
    """One shop's number, with the persons and templates that it knows."""

    phone_number_id: str
    waba_id: str
    token: str
    is_token_good: bool = True
    people: list[HeldPerson] = field(default_factory=list[HeldPerson])
    templates: dict[tuple[str, str], HeldTemplate] = field(
        default_factory=dict[tuple[str, str], HeldTemplate]
    )
    messages: dict[str, HeldMessage] = field(default_factory=dict[str, HeldMessage])
    read_marks: set[str] = field(default_factory=set[str])
    cold_recipients: dict[str, datetime] = field(default_factory=dict[str, datetime])
    second: Window = field(default_factory=lambda: Window(80, 1))
    service_messages: dict[str, int] = field(default_factory=dict[str, int])

    def person(self, body: Mapping[str, Any]) -> HeldPerson | None:
        """Return whom a message is for; a name in the wrong field is nobody's."""
        phone, user_id = body.get("to"), body.get("recipient")
        for person in self.people:
            if phone is not None and person.phone == phone:
                return person
            if phone is None and person.user_id == user_id:
                return person
        return None


def refused(code: int, details: str, status: int = 400) -> VendorAnswer:
    """Return a refusal as WhatsApp writes it."""
    stated = {"messaging_product": "whatsapp", "details": details}
    error: dict[str, Any] = {
        "message": f"(#{code}) {details}",
        "type": "OAuthException",
        "code": code,
        "error_data": stated,
        "fbtrace_id": "A1",
    }
    return answered(status, {"error": error})
