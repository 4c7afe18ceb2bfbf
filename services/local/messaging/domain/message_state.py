"""How far is a message of ours, and how may it go on?

What WhatsApp tells comes late, twice and in any order: a state only ever goes forward.
"""

from collections.abc import Mapping
from enum import StrEnum


class MessageState(StrEnum):
    """How far a message is."""

    WAITING = "waiting"  # for the owner's word
    QUEUED = "queued"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"  # sent without an answer: only a status can tell
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    BLOCKED = "blocked"  # a rule forbade it
    CANCELLED = "cancelled"


MAY_BE_SENT = frozenset({MessageState.QUEUED, MessageState.SENDING})
MAY_BE_CANCELLED = frozenset({MessageState.WAITING, MessageState.QUEUED})
MAY_HAVE_ARRIVED = frozenset(
    {
        MessageState.SENDING,
        MessageState.UNCONFIRMED,
        MessageState.ACCEPTED,
        MessageState.SENT,
        MessageState.DELIVERED,
        MessageState.READ,
    }
)
VERIFIED = frozenset({MessageState.DELIVERED, MessageState.READ})

_WORDS: Mapping[str, MessageState] = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "played": MessageState.READ,
    "failed": MessageState.FAILED,
}
_RANKS: Mapping[MessageState, int] = {
    MessageState.QUEUED: 0,
    MessageState.SENDING: 1,
    MessageState.UNCONFIRMED: 2,
    MessageState.ACCEPTED: 3,
    MessageState.SENT: 4,
    MessageState.FAILED: 5,
    MessageState.DELIVERED: 6,
    MessageState.READ: 7,
}


def after_status(present: MessageState, word: str) -> MessageState:
    """Return the state after a status of WhatsApp; an unknown word, or an older one, is nothing."""
    told = _WORDS.get(word)
    if told is None or present not in _RANKS or _RANKS[told] <= _RANKS[present]:
        return present
    return told
