"""What do we say ourselves of a call, where the vendor said nothing?"""

from shared.connectors.calls import Failed, FailureKind, Preview
from shared.connectors.connector import InvalidCallError
from shared.connectors.exchange import VendorRequest


def preview(request: VendorRequest, *, is_checked_by_vendor: bool) -> Preview:
    """Return what a dry run would have sent."""
    return Preview(
        method=request.method,
        url=request.url,
        body=request.json(),
        is_checked_by_vendor=is_checked_by_vendor,
    )


def invalid(error: InvalidCallError) -> Failed:
    """Return why nothing may be sent."""
    return Failed(
        kind=FailureKind.INVALID_REQUEST,
        code="refused_before_sending",
        message=str(error),
        fields=tuple(error.problems),
    )


def limited(seconds: float) -> Failed:
    """Return that a limit of the vendor's lets nothing through for so long."""
    return Failed(
        kind=FailureKind.RATE_LIMITED,
        code="own_limit",
        message="The vendor's limit is used up for now; nothing was sent.",
        retry_after_seconds=seconds,
    )


def reconnect(message: str) -> Failed:
    """Return that only the owner can help."""
    return Failed(kind=FailureKind.AUTH_EXPIRED, code="needs_reconnect", message=message)


def unreachable(error: Exception) -> Failed:
    """Return that nothing can have happened."""
    return Failed(kind=FailureKind.RETRYABLE, code="unreachable", message=str(error)[:300])
