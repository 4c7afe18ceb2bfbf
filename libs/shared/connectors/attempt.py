"""How is one call carried over one connection, and what does silence mean for it?"""

from dataclasses import replace

from shared.connectors.call_book import Prepared, Want
from shared.connectors.calls import Call, Dedupe, Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Connector
from shared.connectors.exchange import (
    AnswerTooLargeError,
    Transport,
    UnreachableError,
    VendorAnswer,
    VendorRequest,
)
from shared.connectors.ledger_rules import EFFECT_SHOWS_WITHIN, unanswered
from shared.connectors.own_words import preview, reconnect, unreachable

_SERVER_ERROR, _REDIRECT = 500, 300
_EXPIRED, _NOT_LET_IN = 401, (403, 429)
# Of a look: the effect is known to be none, or another token could tell.
_TELLING = (FailureKind.REJECTED, FailureKind.AUTH_EXPIRED)
_CANNOT_TELL = unanswered(EFFECT_SHOWS_WITHIN.total_seconds())


class _ExpiredError(UnreachableError):
    """A look was not let in, for the sake of its token."""


class Attempt:
    """One call over one connection, with the secrets that hold at this moment."""

    def __init__(
        self,
        transport: Transport,
        want: Want,
        connector: Connector,
        access: Access,
        prepared: Prepared,
    ) -> None:
        self.transport = transport
        self.want = want
        self.connector = connector
        self.access = access
        self.prepared = prepared
        self.is_renewed = False

    def use(self, access: Access) -> None:
        """Go on with other secrets."""
        self.access = access
        self.prepared = prepared(self.connector, self.want.call, access)

    async def exchanged(self) -> Outcome:
        """Send once and read the answer; after silence, look once whether it took effect."""
        try:
            answer = await self.transport.send(self.want.capability.name, self.prepared.request)
        except UnreachableError as error:
            return await self._after_silence(error, was_sent=error.was_sent)
        except AnswerTooLargeError as error:
            return await self._after_silence(error, was_sent=True)
        outcome = self._read(answer)
        if not _is_ambiguous(outcome, answer):
            return outcome
        if not self._is_repeatable:
            return await self._found_or_unanswered()
        return _repeatable(outcome)

    async def looked(self) -> Outcome | None:
        """Return the effect of an earlier send, None where there is none; silence is no proof.

        AUTH_EXPIRED is of the look alone: with another token it can be had.
        """
        try:
            found = await self.connector.reconcile(self.want.call, self.access, self._look)
        except _ExpiredError as error:
            return reconnect(str(error))
        except (UnreachableError, AnswerTooLargeError):
            return _CANNOT_TELL
        if isinstance(found, Failed) and found.kind not in _TELLING:
            return _CANNOT_TELL
        return found

    async def _look(self, operation: str, request: VendorRequest) -> VendorAnswer:
        answer = await self.transport.send(operation, request)
        message = f"the vendor answered a look with {answer.status}"
        if answer.status == _EXPIRED:
            raise _ExpiredError(message)
        if answer.status >= _SERVER_ERROR or answer.status in _NOT_LET_IN:
            raise UnreachableError(message)
        return answer

    def _read(self, answer: VendorAnswer) -> Outcome:
        if answer.status >= _REDIRECT:
            return self.connector.classify(answer)
        outcome = self.connector.parse(self.want.call, answer)
        if self.want.call.is_dry_run and isinstance(outcome, Done):
            return preview(self.prepared.request, is_checked_by_vendor=True)
        return outcome

    async def _after_silence(self, error: Exception, *, was_sent: bool) -> Outcome:
        if not was_sent or self._is_repeatable:
            return unreachable(error)
        return await self._found_or_unanswered()

    async def _found_or_unanswered(self) -> Outcome:
        is_findable = self.want.capability.dedupe is Dedupe.RECONCILE
        found = await self.looked() if is_findable else None
        if found is not None and not is_expired(found):
            return found
        return unanswered(EFFECT_SHOWS_WITHIN.total_seconds() if is_findable else None)

    @property
    def _is_repeatable(self) -> bool:
        capability = self.want.capability
        return not capability.is_write or capability.dedupe is Dedupe.NATURAL


def prepared(connector: Connector, call: Call, access: Access) -> Prepared:
    """Return the request of a call, and the tokens that it takes."""
    return Prepared(connector.build(call, access), connector.draws(call, access))


def is_expired(outcome: Outcome | None) -> bool:
    """Tell whether it failed for its token alone."""
    return isinstance(outcome, Failed) and outcome.kind is FailureKind.AUTH_EXPIRED


def _is_ambiguous(outcome: Outcome, answer: VendorAnswer) -> bool:
    """Tell whether a server error may hide an effect: it came from something in between."""
    if isinstance(outcome, Failed) and outcome.kind is FailureKind.UNKNOWN_OUTCOME:
        return True
    return answer.status >= _SERVER_ERROR and answer.json() is None


def _repeatable(outcome: Outcome) -> Outcome:
    """Return it as what it is for a call that may be asked again at any time."""
    if isinstance(outcome, Failed) and outcome.kind is FailureKind.UNKNOWN_OUTCOME:
        return replace(outcome, kind=FailureKind.RETRYABLE)
    return outcome
