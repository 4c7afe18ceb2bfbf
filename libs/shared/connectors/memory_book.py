"""The book of calls in memory: the same rules, for simulations of many days in a few seconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from shared.connectors.breaker import Health
from shared.connectors.call_book import Go, Look, Opening, Prepared, Stop, Wait, Want
from shared.connectors.calls import Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Draw
from shared.connectors.ledger_rules import (
    HOLD,
    Answered,
    CallRecord,
    CallState,
    LookFirst,
    fingerprint,
    next_step,
    state_after,
)
from shared.connectors.token_bucket import Bucket, Limit, full

_PLATFORM = UUID(int=0)


@dataclass(slots=True, kw_only=True)
class HeldConnection:
    """A connection with its secrets in the open."""

    access: Access
    needs_reconnect: bool = False
    health: Health = field(default_factory=Health)


class MemoryCallBook:
    """Calls, connections and limits of one process."""

    def __init__(
        self, connections: Mapping[UUID, HeldConnection], limits: Mapping[str, Limit]
    ) -> None:
        self.connections = connections
        self.calls: dict[tuple[UUID, str], CallRecord] = {}
        self._limits = limits
        self._buckets: dict[tuple[UUID, str, str], Bucket] = {}

    async def open(
        self, want: Want, prepare: Callable[[Access], Prepared], now: datetime
    ) -> Opening:
        """Decide what is to be done with a call; `prepare` may raise InvalidCallError."""
        held = self.connections.get(want.call.connection_id)
        if held is None:
            return Stop(_refused(FailureKind.REJECTED, "not_connected"))
        if held.needs_reconnect:
            return Stop(_refused(FailureKind.AUTH_EXPIRED, "needs_reconnect"))
        if pause := held.health.pause_seconds(now):
            return Stop(_refused(FailureKind.RETRYABLE, "paused", pause))
        prepared = prepare(held.access)
        if not want.is_recorded:
            wait = self._take(want, prepared.draws, now)
            return _turn(held.access, prepared, wait)
        return self._recorded(want, held.access, prepared, now)

    def _recorded(self, want: Want, access: Access, prepared: Prepared, now: datetime) -> Opening:
        key, print_ = _key(want), fingerprint(want.call)
        step = next_step(self.calls.get(key), print_, want.capability.dedupe, now)
        if isinstance(step, Answered):
            return Stop(step.outcome)
        hold = now + HOLD
        if isinstance(step, LookFirst):
            self.calls[key] = replace(self.calls[key], state=CallState.SENT, held_until=hold)
            return Look(access, prepared, step.may_send_from)
        wait = self._take(want, prepared.draws, now)
        self.calls[key] = CallRecord(
            fingerprint=print_,
            state=CallState.CLAIMED if wait else CallState.SENT,
            held_until=hold,
            sent_at=None if wait else now,
        )
        return _turn(access, prepared, wait)

    async def mark_sent(self, want: Want, draws: Sequence[Draw], now: datetime) -> float:
        """Note that the call goes out now; or return the seconds until a limit lets it."""
        wait = self._take(want, draws, now)
        if wait == 0 and want.is_recorded:
            sent = replace(self.calls[_key(want)], state=CallState.SENT, sent_at=now)
            self.calls[_key(want)] = replace(sent, held_until=now + HOLD)
        return wait

    async def settle(self, want: Want, outcome: Outcome, now: datetime) -> None:
        """Keep what came of it; what is done stays done."""
        record = self.calls.get(_key(want))
        if record is not None and record.state is not CallState.DONE and want.is_recorded:
            state = state_after(outcome)
            settled = replace(record, state=state, outcome=outcome, held_until=now)
            self.calls[_key(want)] = settled
        held = self.connections[want.call.connection_id]
        held.health = held.health.after(outcome, now)

    async def claim_refresh(self, want: Want, stale: Access, now: datetime) -> Access | float:  # noqa: ARG002 - the port's
        """Let one caller renew the secrets: 0.0 is yes, Access are newer ones."""
        current = self.connections[want.call.connection_id].access
        return current if dict(current.secrets) != dict(stale.secrets) else 0.0

    async def store_secrets(self, want: Want, secrets: Mapping[str, str], now: datetime) -> Access:  # noqa: ARG002 - the port's
        """Keep renewed secrets before anybody uses them."""
        held = self.connections[want.call.connection_id]
        held.access = Access(held.access.account, secrets)
        return held.access

    async def needs_reconnect(self, want: Want, now: datetime) -> None:  # noqa: ARG002 - the port's
        """Note that only the owner can help this connection."""
        self.connections[want.call.connection_id].needs_reconnect = True

    def _take(self, want: Want, draws: Sequence[Draw], now: datetime) -> float:
        """Take one token for each draw, or none at all and say how long to wait."""
        keys = {
            (_PLATFORM if draw.is_platform else want.tenant_id, draw.limit, draw.subject)
            for draw in draws
        }
        filled = {
            key: self._buckets.get(key, full(self._limits[key[1]], now)).refilled(
                self._limits[key[1]], now
            )
            for key in keys
        }
        waits = [bucket.wait_seconds(self._limits[key[1]]) for key, bucket in filled.items()]
        if (wait := max(waits, default=0.0)) > 0:
            return wait
        self._buckets |= {key: bucket.less_one() for key, bucket in filled.items()}
        return 0.0


def _turn(access: Access, prepared: Prepared, wait: float) -> Go | Wait:
    return Wait(access, prepared, wait) if wait > 0 else Go(access, prepared)


def _key(want: Want) -> tuple[UUID, str]:
    return want.call.connection_id, want.call.key


def _refused(kind: FailureKind, code: str, retry_after_seconds: float | None = None) -> Failed:
    message = "The account cannot be used now."
    return Failed(kind=kind, code=code, message=message, retry_after_seconds=retry_after_seconds)
