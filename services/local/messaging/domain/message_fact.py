"""What others may know of messages: no words, only how far they are."""

from dataclasses import dataclass
from datetime import datetime

from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_state import MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFact:
    """A message of the shop; `key` says what for, and `at` is when its time came."""

    id: str
    key: str
    at: datetime
    purpose: Purpose
    state: MessageState
    ordered_by: str
    reason: str | None
    verified_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFact:
    """What a customer wrote, by its ids; `reaction` is what was done about it."""

    id: str
    vendor_id: str
    at: datetime
    reaction: str | None
