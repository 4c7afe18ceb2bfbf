"""What does an answer of Meta's Graph API mean, above all a refusal?

The codes are CONTRACTS of 2026-11; a product adds its own and may read one of these otherwise. A
code that is in no table is `rejected`: a person looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.graph.port import GONE
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.exchange import VendorAnswer

INVALID_PARAMETER, NO_OBJECT, DUPLICATE, BLOCKED, TOKEN = 100, 33, 506, 368, 190
# Of private replies, from memory; 10 is of what is not allowed, and the subcode says why.
NOT_ALLOWED, OUTSIDE_WINDOW, ALREADY_REPLIED, CANNOT_REPLY = 10, 2018278, 10900, 10903
_TRANSIENT, _HOURLY = (1, 2), (4, 17, 32, 341, 613, 80001, 80002, 80006, 80007)

_SHARED: Mapping[int, FailureKind] = {
    **dict.fromkeys(_HOURLY, FailureKind.RATE_LIMITED),
    **dict.fromkeys((102, TOKEN), FailureKind.AUTH_EXPIRED),
    **dict.fromkeys((3, NOT_ALLOWED, BLOCKED, *range(200, 300)), FailureKind.REJECTED),
    **dict.fromkeys((ALREADY_REPLIED, CANNOT_REPLY), FailureKind.REJECTED),
    INVALID_PARAMETER: FailureKind.INVALID_REQUEST,
}
# Taken where Meta does not say how long: these limits are of an hour.
_HOUR_SECONDS = 3_600.0
_SERVER_ERROR, _UNAUTHORISED, _TOO_MANY = 500, 401, 429
_UNSENT_GATEWAY = 503
_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """What one product's refusals mean.

    `transient` is what Meta's "try again later" is taken for: 1, 2 and `is_transient`. Keys of
    `subcodes` are pairs of code and subcode.
    """

    vendor: str
    transient: FailureKind
    kinds: Mapping[int, FailureKind] = field(default_factory=dict[int, FailureKind])
    subcodes: Mapping[tuple[int, int], FailureKind] = field(
        default_factory=dict[tuple[int, int], FailureKind]
    )
    waits_seconds: Mapping[int, float] = field(default_factory=dict[int, float])
    words: Mapping[int, str] = field(default_factory=dict[int, str])

    def kind_of_code(self, code: int) -> FailureKind:
        """Return what a code means; one that nobody knows is never repeated."""
        unnamed = self.transient if code in _TRANSIENT else FailureKind.REJECTED
        return self.kinds.get(code) or _SHARED.get(code, unnamed)

    def failure_of(self, answer: VendorAnswer) -> Failed:
        """Return what a refusal means."""
        error = mapping(mapping(answer.json()).get("error"))
        code = error.get("code")
        if not isinstance(code, int):
            return self._without_code(answer)
        if is_gone(answer):
            message = "It is no more, or is not shown to this token."
            return Failed(kind=FailureKind.REJECTED, code=GONE, message=message)
        stated = _minutes_to_wait(answer) or answer.retry_after_seconds
        return Failed(
            kind=self._kind(code, error),
            code=str(code),
            message=self.words.get(code) or _message(error) or f"{self.vendor} refused: {code}.",
            retry_after_seconds=stated or self._usual_wait(code),
            trace=text(error.get("fbtrace_id")),
        )

    def of_a_look(self, answer: VendorAnswer) -> Failed:
        """Return what is known after a look that was refused: nothing, or that the token is bad."""
        failed = self.failure_of(answer)
        return failed if failed.kind is FailureKind.AUTH_EXPIRED else self.garbled()

    def made(self, body: Mapping[str, Any], name: str = "id") -> Outcome:
        """Return what was made; what has no id may have been made all the same."""
        made = text(body.get(name))
        return self.garbled() if made is None else Done(remote_id=made)

    def succeeded(self, body: Mapping[str, Any]) -> Outcome:
        """Return what `success` says."""
        return Done() if body.get("success") is True else self.garbled()

    def garbled(self) -> Failed:
        """Return what is known after an answer that is none."""
        message = f"{self.vendor} answered with something else than what was asked for."
        return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="malformed", message=message)

    def _kind(self, code: int, error: Mapping[str, Any]) -> FailureKind:
        subcode = error.get("error_subcode")
        if isinstance(subcode, int) and (code, subcode) in self.subcodes:
            return self.subcodes[code, subcode]
        is_known = code in self.kinds or code in _SHARED
        is_transient = error.get("is_transient") is True and not is_known
        return self.transient if is_transient else self.kind_of_code(code)

    def _usual_wait(self, code: int) -> float | None:
        return self.waits_seconds.get(code, _HOUR_SECONDS if code in _HOURLY else None)

    def _without_code(self, answer: VendorAnswer) -> Failed:
        """Return what a status says alone: a server's error may hide an effect, and is silence."""
        kinds = {
            _UNAUTHORISED: FailureKind.AUTH_EXPIRED,
            _TOO_MANY: FailureKind.RATE_LIMITED,
            _UNSENT_GATEWAY: FailureKind.RETRYABLE,
        }
        is_hidden = answer.status >= _SERVER_ERROR
        fallback = FailureKind.UNKNOWN_OUTCOME if is_hidden else FailureKind.REJECTED
        return Failed(
            kind=kinds.get(answer.status, fallback),
            code=str(answer.status),
            message=f"{self.vendor} answered with {answer.status}.",
            retry_after_seconds=answer.retry_after_seconds,
        )


def is_gone(answer: VendorAnswer) -> bool:
    """Tell whether Meta says that there is no such thing, or none that this token may see."""
    error = mapping(mapping(answer.json()).get("error"))
    stated = error.get("code"), error.get("error_subcode")
    return stated == (INVALID_PARAMETER, NO_OBJECT)


def _message(error: Mapping[str, Any]) -> str | None:
    details = text(mapping(error.get("error_data")).get("details"))
    return details or text(error.get("error_user_msg")) or text(error.get("message"))


def _minutes_to_wait(answer: VendorAnswer) -> float | None:
    """Return how long Meta's usage header asks us to stay away."""
    stated = answer.headers.get("x-business-use-case-usage", "").encode()
    usage = mapping(VendorAnswer(answer.status, {}, stated).json())
    entries = [entry for value in usage.values() for entry in mappings(value)]
    waits = [entry.get("estimated_time_to_regain_access") for entry in entries]
    minutes = [wait for wait in waits if isinstance(wait, int) and wait > 0]
    return max(minutes) * _MINUTE if minutes else None
