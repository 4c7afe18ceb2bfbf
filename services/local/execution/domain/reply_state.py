"""How far is a reply, and what follows from what a vendor said of it?

Accepted is not done: only a reply that was read back as approved counts. A reply replaces an
earlier one, so to send it again after silence is safe; to take silence for success is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ReplyState(StrEnum):
    """How far a reply is; see `ENDED` for the ends."""

    WAITING = "waiting"  # for the owner
    APPROVED = "approved"
    PUBLISHING = "publishing"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    REJECTED = "rejected"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    DECLINED = "declined"
    MANUAL = "manual"  # a person sends it, from a prepared task
    ANSWERED = "answered"  # somebody answered at Google, in other words


ENDED = frozenset(
    {
        ReplyState.VERIFIED,
        ReplyState.REJECTED,
        ReplyState.UNCONFIRMED,
        ReplyState.FAILED,
        ReplyState.DECLINED,
        ReplyState.ANSWERED,
    }
)
MAY_BE_APPROVED = frozenset({ReplyState.WAITING, ReplyState.MANUAL, ReplyState.REJECTED})
MAY_BE_DECLINED = frozenset({ReplyState.WAITING, ReplyState.MANUAL, ReplyState.APPROVED})
MAY_BE_SENT = frozenset({ReplyState.APPROVED, ReplyState.PUBLISHING})

# A reply that comes late is one that Google takes away; after two days a person decides.
SENDING_ENDS_AFTER = timedelta(hours=48)
CHECKING_ENDS_AFTER = timedelta(hours=24)
FIRST_CHECK_AFTER = timedelta(minutes=10)
# Its job is lost if nothing came of it so long after its time.
LEFT_LYING_AFTER = timedelta(minutes=30)
_LONGEST_CHECK_AFTER = timedelta(hours=4)


class Sent(StrEnum):
    """What came of sending, in the words that matter here."""

    TAKEN = "taken"
    WAIT = "wait"
    REFUSED = "refused"
    NEEDS_RECONNECT = "needs_reconnect"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a reply becomes, when to come back for it, and whether a person is asked."""

    state: ReplyState
    again_at: datetime | None = None
    asks_person: bool = False


def after_sending(sent: Sent, approved_at: datetime, wait_seconds: float, now: datetime) -> Step:
    """Return what follows from an attempt to send."""
    if sent is Sent.TAKEN:
        return Step(state=ReplyState.ACCEPTED, again_at=now + FIRST_CHECK_AFTER)
    if sent in (Sent.NEEDS_RECONNECT, Sent.NOT_CONNECTED):
        return Step(state=ReplyState.MANUAL, asks_person=True)
    if sent is Sent.REFUSED or now >= approved_at + SENDING_ENDS_AFTER:
        return Step(state=ReplyState.FAILED, asks_person=True)
    again_at = now + timedelta(seconds=max(1.0, wait_seconds))
    return Step(state=ReplyState.PUBLISHING, again_at=again_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The reply as the vendor shows it; `state` is the vendor's word, None where it says none."""

    is_ours: bool
    state: str | None


_VERDICTS: Mapping[str, ReplyState] = {
    "APPROVED": ReplyState.VERIFIED,
    "REJECTED": ReplyState.REJECTED,
}


def after_look(seen: Seen | None, accepted_at: datetime, now: datetime) -> Step:
    """Return what follows from reading the review back; `seen` is None where there is no reply.

    A word that is not known is no verdict: it is looked again, and in the end a person looks.
    """
    if seen is not None and not seen.is_ours:
        return Step(state=ReplyState.ANSWERED)
    verdict = _VERDICTS.get(seen.state or "") if seen else None
    if verdict is not None:
        return Step(state=verdict, asks_person=verdict is ReplyState.REJECTED)
    if now >= accepted_at + CHECKING_ENDS_AFTER:
        return Step(state=ReplyState.UNCONFIRMED, asks_person=True)
    return Step(state=ReplyState.ACCEPTED, again_at=now + _next_look(now - accepted_at))


def _next_look(age: timedelta) -> timedelta:
    """Return a wait as long as the reply is old: soon at first, seldom later."""
    return max(FIRST_CHECK_AFTER, min(age, _LONGEST_CHECK_AFTER))
