"""A call is wanted again: is it sent, waited for, looked up, or answered from the ledger?

A row is `claimed` before anything is sent and `sent` right before the first byte, so that a
process that dies in between leaves behind what tells the two apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from shared.connectors.calls import Call, Dedupe, Done, Failed, FailureKind, Outcome, Pending

# Longer than any exchange may take: after it, whoever held the call is dead.
HOLD = timedelta(seconds=90)
# A vendor may carry out what it did not answer some time later; until then, absent proves nothing.
EFFECT_SHOWS_WITHIN = timedelta(seconds=60)


class CallState(StrEnum):
    """What the ledger knows of a write."""

    CLAIMED = "claimed"
    SENT = "sent"
    DONE = "done"
    PENDING = "pending"
    OPEN = "open"  # failed, and may be tried again
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One write in the ledger."""

    fingerprint: str
    state: CallState
    held_until: datetime
    sent_at: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Nothing has happened yet."""


@dataclass(frozen=True, slots=True)
class LookFirst:
    """An earlier send was not answered: look for its effect; without it, send from then on."""

    may_send_from: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """There is nothing to do: this came of it."""

    outcome: Outcome


Step = Start | LookFirst | Answered


def fingerprint(call: Call) -> str:
    """Return what tells one wish from another under the same key."""
    return sha256(f"{call.capability}:{call.params!r}".encode()).hexdigest()


def next_step(record: CallRecord | None, fingerprint: str, dedupe: Dedupe, now: datetime) -> Step:
    """Return what to do with a write that is wanted."""
    if record is None:
        return Start()
    if record.fingerprint != fingerprint:
        return Answered(_KEY_REUSED)
    if record.state in (CallState.CLAIMED, CallState.SENT) and now < record.held_until:
        return Answered(_busy(record.held_until, now))
    if record.state in (CallState.CLAIMED, CallState.OPEN):
        return Start()
    if record.state in (CallState.SENT, CallState.UNKNOWN):
        return _after_silence(record, dedupe, now)
    return Answered(_replayed(record))


def state_after(outcome: Outcome) -> CallState:
    """Return how the ledger keeps an outcome."""
    if isinstance(outcome, Done):
        return CallState.DONE
    if isinstance(outcome, Pending):
        return CallState.PENDING
    if not isinstance(outcome, Failed):
        return CallState.OPEN
    if outcome.kind is FailureKind.UNKNOWN_OUTCOME:
        return CallState.UNKNOWN
    is_final = outcome.kind in (FailureKind.INVALID_REQUEST, FailureKind.REJECTED)
    return CallState.FAILED if is_final else CallState.OPEN


def unanswered(retry_after_seconds: float | None) -> Failed:
    """Return what is known of a write that was sent and not answered."""
    return Failed(
        kind=FailureKind.UNKNOWN_OUTCOME,
        code="unanswered",
        message="The vendor did not answer; whether it acted is not known.",
        retry_after_seconds=retry_after_seconds,
    )


def _after_silence(record: CallRecord, dedupe: Dedupe, now: datetime) -> Step:
    if dedupe is Dedupe.NATURAL:
        return Start()
    if dedupe is Dedupe.LEDGER:
        return Answered(unanswered(None))
    return LookFirst((record.sent_at or now) + EFFECT_SHOWS_WITHIN)


def _replayed(record: CallRecord) -> Outcome:
    outcome = record.outcome
    if outcome is None:
        return unanswered(None)
    if isinstance(outcome, Done):
        return Done(data=outcome.data, remote_id=outcome.remote_id, is_replayed=True)
    return outcome


def _busy(held_until: datetime, now: datetime) -> Failed:
    return Failed(
        kind=FailureKind.RETRYABLE,
        code="in_flight",
        message="This call is being made at this moment.",
        retry_after_seconds=(held_until - now).total_seconds(),
    )


_KEY_REUSED = Failed(
    kind=FailureKind.INVALID_REQUEST,
    code="key_reused",
    message="Another call was made under this key; a new wish needs a new key.",
)
