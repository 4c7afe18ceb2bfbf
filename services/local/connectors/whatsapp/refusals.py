"""What does a refusal of WhatsApp mean?

The codes are CONTRACTS of 2026-11. A code that is not in the table is `rejected`: a person looks.
The code of a message that fails after it was taken comes by webhook; the same table reads it.
"""

from collections.abc import Mapping

from local.connectors.answer_values import mapping, mappings, text
from shared.connectors.calls import Failed, FailureKind
from shared.connectors.exchange import VendorAnswer

WINDOW_CLOSED = 131047
UNDELIVERABLE = 131026
MARKETING_CAP = 131049
OPTED_OUT = 131050
SPAM_LIMIT = 131048
PAIR_LIMIT = 131056
TEMPLATE_PAUSED, TEMPLATE_DISABLED = 132015, 132016

_KINDS: Mapping[int, FailureKind] = {
    **dict.fromkeys((4, 80007, 130429, PAIR_LIMIT, SPAM_LIMIT), FailureKind.RATE_LIMITED),
    **dict.fromkeys((1, 2, 131000, 131016, 131057, 133004), FailureKind.RETRYABLE),
    **dict.fromkeys((0, 190), FailureKind.AUTH_EXPIRED),
    **dict.fromkeys(
        (WINDOW_CLOSED, UNDELIVERABLE, MARKETING_CAP, OPTED_OUT, 130472, 368, 131031, 131042),
        FailureKind.REJECTED,
    ),
    **dict.fromkeys((TEMPLATE_PAUSED, TEMPLATE_DISABLED, 3, 10), FailureKind.REJECTED),
    **dict.fromkeys(
        (100, 131008, 131009, 131051, 131053, 132000, 132001, 132005, 132012, 133010),
        FailureKind.INVALID_REQUEST,
    ),
}
# What WhatsApp does not say: how long to stay away after each limit.
_WAITS_SECONDS: Mapping[int, float] = {PAIR_LIMIT: 6.0, SPAM_LIMIT: 86_400.0, 80007: 3_600.0}
_SERVER_ERROR, _UNAUTHORISED, _TOO_MANY = 500, 401, 429
_UNSENT_GATEWAY = 503
_MINUTE = 60.0


def kind_of_code(code: int) -> FailureKind:
    """Return what a code means; one that nobody knows is never repeated."""
    return _KINDS.get(code, FailureKind.REJECTED)


def failure_of(answer: VendorAnswer) -> Failed:
    """Return what a refusal means."""
    error = mapping(mapping(answer.json()).get("error"))
    code = error.get("code")
    if not isinstance(code, int):
        return _without_code(answer)
    details = text(mapping(error.get("error_data")).get("details"))
    stated = _minutes_to_wait(answer) or answer.retry_after_seconds
    return Failed(
        kind=kind_of_code(code),
        code=str(code),
        message=details or text(error.get("message")) or f"WhatsApp refused with code {code}.",
        retry_after_seconds=stated or _WAITS_SECONDS.get(code),
        trace=text(error.get("fbtrace_id")),
    )


def garbled() -> Failed:
    """Return what is known after an answer that is none."""
    message = "WhatsApp answered with something else than what was asked for."
    return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="malformed", message=message)


def _without_code(answer: VendorAnswer) -> Failed:
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
        message=f"WhatsApp answered with {answer.status}.",
        retry_after_seconds=answer.retry_after_seconds,
    )


def _minutes_to_wait(answer: VendorAnswer) -> float | None:
    """Return how long Meta's usage header asks us to stay away."""
    stated = answer.headers.get("x-business-use-case-usage", "").encode()
    usage = mapping(VendorAnswer(answer.status, {}, stated).json())
    entries = [entry for value in usage.values() for entry in mappings(value)]
    waits = [entry.get("estimated_time_to_regain_access") for entry in entries]
    minutes = [wait for wait in waits if isinstance(wait, int) and wait > 0]
    return max(minutes) * _MINUTE if minutes else None
