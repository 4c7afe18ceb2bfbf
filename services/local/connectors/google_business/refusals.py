"""What does a refusal of Google mean?

The table is CONTRACTS of 2026-11: 400, 403, 404 and 409 are never repeated, 429 is a limit unless
the limit is nought, which means that Google has not let this application in yet. 500 and 504 may
hide an effect: they count as silence, so that a post is looked for before it is made again. 503
says that nothing was done.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from shared.connectors.calls import Failed, FailureKind
from shared.connectors.exchange import VendorAnswer

_KINDS: Mapping[int, FailureKind] = {
    400: FailureKind.INVALID_REQUEST,
    401: FailureKind.AUTH_EXPIRED,
    403: FailureKind.REJECTED,
    404: FailureKind.REJECTED,
    409: FailureKind.REJECTED,
    429: FailureKind.RATE_LIMITED,
    500: FailureKind.UNKNOWN_OUTCOME,
    502: FailureKind.RETRYABLE,
    503: FailureKind.RETRYABLE,
    504: FailureKind.UNKNOWN_OUTCOME,
}
_TOO_MANY, _SERVER_ERROR = 429, 500
# What only the operator can mend is asked for again in an hour.
_OPERATOR_SECONDS = 3600.0


def failure_of(answer: VendorAnswer) -> Failed:
    """Return what a refusal means; what is not in the table is rejected."""
    error = mapping(mapping(answer.json()).get("error"))
    details = mappings(error.get("details"))
    return Failed(
        kind=_kind(answer.status, details),
        code=text(error.get("status")) or str(answer.status),
        message=text(error.get("message")) or f"Google answered with {answer.status}.",
        retry_after_seconds=answer.retry_after_seconds or _retry_delay(details),
        fields=tuple(_fields(details)),
    )


def renewal_failure_of(answer: VendorAnswer) -> Failed:
    """Return why a token was not renewed: `invalid_grant` needs the owner, the rest patience."""
    code = text(mapping(answer.json()).get("error")) or str(answer.status)
    if code == "invalid_grant":
        message = "Google takes the connection no longer. Connect the profile again."
        return Failed(kind=FailureKind.AUTH_EXPIRED, code=code, message=message)
    if answer.status == _TOO_MANY or answer.status >= _SERVER_ERROR:
        wait = answer.retry_after_seconds
    else:
        wait = _OPERATOR_SECONDS
    return Failed(
        kind=FailureKind.RETRYABLE,
        code=code,
        message="Google renewed no token. Look whether the OAuth client of the settings is right.",
        retry_after_seconds=wait,
    )


def garbled() -> Failed:
    """Return what is known after an answer that is none."""
    message = "Google answered with something else than JSON."
    return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="malformed", message=message)


def _kind(status: int, details: Sequence[Mapping[str, Any]]) -> FailureKind:
    if status == _TOO_MANY and any(_is_nought(detail) for detail in details):
        return FailureKind.REJECTED
    return _KINDS.get(status, FailureKind.REJECTED)


def _is_nought(detail: Mapping[str, Any]) -> bool:
    return mapping(detail.get("metadata")).get("quota_limit_value") == "0"


def _retry_delay(details: Sequence[Mapping[str, Any]]) -> float | None:
    for detail in details:
        stated = str(detail.get("retryDelay", "")).removesuffix("s")
        if stated.replace(".", "", 1).isdecimal():
            return float(stated)
    return None


def _fields(details: Sequence[Mapping[str, Any]]) -> list[str]:
    named = [
        *(v.get("field") for d in details for v in mappings(d.get("fieldViolations"))),
        *(v.get("field") for d in details for v in mappings(d.get("errorDetails"))),
    ]
    return [field for field in named if isinstance(field, str)]
