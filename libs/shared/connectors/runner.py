"""How does one call to a vendor end in exactly one effect, or in an honest "unknown"?

The order is the whole point: the ledger's row is written before the first byte is sent and
settled after the answer was read. A process that dies anywhere in between leaves a row from which
the next run can tell what may have happened.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from shared.clock import Clock
from shared.connectors.attempt import Attempt, is_expired, prepared
from shared.connectors.backoff import backoff_seconds
from shared.connectors.call_book import CallBook, Go, Look, Stop, Wait, Want
from shared.connectors.calls import Call, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Connector, InvalidCallError
from shared.connectors.exchange import (
    AnswerTooLargeError,
    Transport,
    UnreachableError,
    VendorRequest,
)
from shared.connectors.ledger_rules import unanswered
from shared.connectors.own_words import invalid, limited, preview, reconnect, unreachable
from shared.metrics import VENDOR_CALLS

_REFRESH = "credentials.refresh"
_LOOK_AGAIN_SECONDS, _LONGEST_RENEWAL_SECONDS = 0.25, 10.0
_WORDS = {"Done": "done", "Pending": "pending", "Preview": "preview"}


class Runner(Protocol):
    """Runs calls; may be asked the same call again at any time."""

    async def run(self, tenant_id: UUID, connector: Connector, call: Call) -> Outcome:
        """Return what came of the call, now or the first time.

        Never called inside a transaction: a vendor may think for seconds.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a run tries, and how long it waits itself; longer waits are the queue's."""

    attempts: int = 3
    longest_wait_seconds: float = 10.0


class VendorRunner:
    """The one runner of both tiers."""

    def __init__(
        self,
        book: CallBook,
        transports: Mapping[str, Transport],
        clock: Clock,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._book = book
        self._transports = transports
        self._clock = clock
        self._patience = patience or Patience()
        self._sleep = sleep

    async def run(self, tenant_id: UUID, connector: Connector, call: Call) -> Outcome:
        """Return what came of the call, now or the first time."""
        want = Want(
            tenant_id=tenant_id,
            vendor=connector.vendor,
            call=call,
            capability=connector.capabilities[call.capability],
        )
        outcome = await self._outcome(want, connector)
        VENDOR_CALLS.labels(want.vendor, want.capability.name, _word(outcome)).inc()
        return outcome

    async def _outcome(self, want: Want, connector: Connector) -> Outcome:
        prepare = partial(prepared, connector, want.call)
        try:
            opening = await self._book.open(want, prepare, self._clock.now())
        except InvalidCallError as error:
            return invalid(error)
        if isinstance(opening, Stop):
            return opening.outcome
        if want.call.is_dry_run and not want.capability.has_native_dry_run:
            return preview(opening.prepared.request, is_checked_by_vendor=False)
        attempt = Attempt(
            self._transports[want.vendor], want, connector, opening.access, opening.prepared
        )
        if isinstance(opening, Look):
            return await self._look(attempt, opening.may_send_from)
        wait = opening.seconds if isinstance(opening, Wait) else 0.0
        return await self._send(attempt, wait, is_marked=isinstance(opening, Go))

    async def _look(self, attempt: Attempt, may_send_from: datetime) -> Outcome:
        """Find the effect of an earlier send; only long after it, send again."""
        found = await attempt.looked()
        if is_expired(found):
            found = await self._looked_anew(attempt)
        if found is not None:
            return await self._settled(attempt, found)
        seconds = (may_send_from - self._clock.now()).total_seconds()
        if seconds > 0:
            return await self._settled(attempt, unanswered(seconds))
        return await self._send(attempt, 0.0, is_marked=False)

    async def _looked_anew(self, attempt: Attempt) -> Outcome | None:
        """Look once more with a new token; without one, nothing is known still."""
        refused = await self._renew(attempt)
        if refused is None:
            attempt.is_renewed = True
            found = await attempt.looked()
            if not is_expired(found):
                return found
        if refused is None or is_expired(refused):
            await self._book.needs_reconnect(attempt.want, self._clock.now())
        return unanswered(refused.retry_after_seconds if refused else None)

    async def _send(self, attempt: Attempt, wait: float, *, is_marked: bool) -> Outcome:
        """Send until it is settled, as long as the waits are short."""
        outcome: Outcome = limited(wait)
        for number in range(1, self._patience.attempts + 1):
            if not is_marked:
                wait = await self._marked(attempt, wait)
                if wait > 0:
                    outcome = limited(wait)
                    break
            outcome, is_marked = await attempt.exchanged(), False
            outcome = await self._renewed_or(attempt, outcome)
            if not isinstance(outcome, Failed) or not _may_repeat(outcome):
                break
            wait = _wait_after(outcome, number, attempt.want.call.key)
            if wait > self._patience.longest_wait_seconds:
                break
        return await self._settled(attempt, outcome)

    async def _marked(self, attempt: Attempt, wait: float) -> float:
        """Wait for a turn and note the send; return the wait that is too long, else 0."""
        longest = self._patience.longest_wait_seconds
        for _ in range(self._patience.attempts):
            if wait > longest:
                return wait
            if wait > 0:
                await self._sleep(wait)
            draws = attempt.prepared.draws
            wait = await self._book.mark_sent(attempt.want, draws, self._clock.now())
            if wait == 0:
                return 0.0
        return wait

    async def _renewed_or(self, attempt: Attempt, outcome: Outcome) -> Outcome:
        """After an expired token, renew it once and let the call be repeated."""
        if not isinstance(outcome, Failed) or outcome.kind is not FailureKind.AUTH_EXPIRED:
            return outcome
        if attempt.is_renewed:
            await self._book.needs_reconnect(attempt.want, self._clock.now())
            return outcome
        refused = await self._renew(attempt)
        if refused is None:
            attempt.is_renewed = True
            return replace(outcome, kind=FailureKind.RETRYABLE, retry_after_seconds=0.0)
        if refused.kind is FailureKind.AUTH_EXPIRED:
            await self._book.needs_reconnect(attempt.want, self._clock.now())
        return refused

    async def _renew(self, attempt: Attempt) -> Failed | None:
        """Renew the secrets, or take those that somebody else has just renewed."""
        request = attempt.connector.refresh(attempt.access)
        if request is None:
            return reconnect("The vendor takes the token no longer.")
        turn = await self._turn_to_renew(attempt)
        if isinstance(turn, Access):
            attempt.use(turn)
            return None
        if turn > 0:
            return limited(turn)
        return await self._refreshed(attempt, request)

    async def _turn_to_renew(self, attempt: Attempt) -> Access | float:
        """Return 0.0 where it is ours to renew, else what somebody else got, or how long still."""
        waited = 0.0
        while True:
            turn = await self._book.claim_refresh(attempt.want, attempt.access, self._clock.now())
            if isinstance(turn, Access) or turn == 0 or waited > _LONGEST_RENEWAL_SECONDS:
                return turn
            await self._sleep(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS

    async def _refreshed(self, attempt: Attempt, request: VendorRequest) -> Failed | None:
        try:
            answer = await attempt.transport.send(_REFRESH, request)
        except (UnreachableError, AnswerTooLargeError) as error:
            return unreachable(error)
        secrets = attempt.connector.refreshed(attempt.access, answer)
        if isinstance(secrets, Failed):
            return secrets
        attempt.use(await self._book.store_secrets(attempt.want, secrets, self._clock.now()))
        return None

    async def _settled(self, attempt: Attempt, outcome: Outcome) -> Outcome:
        await self._book.settle(attempt.want, outcome, self._clock.now())
        return outcome


def _may_repeat(failed: Failed) -> bool:
    return failed.kind in (FailureKind.RETRYABLE, FailureKind.RATE_LIMITED)


def _wait_after(failed: Failed, number: int, key: str) -> float:
    stated = failed.retry_after_seconds
    return backoff_seconds(number, key) if stated is None else stated


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, Failed):
        return outcome.kind.value
    return _WORDS[type(outcome).__name__]
