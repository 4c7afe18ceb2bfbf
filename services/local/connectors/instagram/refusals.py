"""What does a refusal of Instagram mean?

The codes are those of Meta's page of error codes (2 June 2026) and CONTRACTS of 2026-11. Meta's
"unknown error" and "try again later" may hide a post: they count as silence, so that the container
is read before it is published again. So does "not ready", which may be said of what is published.
"""

from local.connectors.graph.refusals import Refusals
from shared.connectors.calls import FailureKind

QUOTA, NOT_FETCHED, NOT_READY = 9, 9004, 9007
TOO_LARGE, WRONG_FORMAT, WRONG_RATIO, LONG_CAPTION = 36000, 36001, 36003, 36004
NO_MEDIA, RESTRICTED = 24, 25
NOT_FETCHED_SUBCODE, NOT_READY_SUBCODE, QUOTA_SUBCODE = 2207052, 2207027, 2207042
SPAM, EXPIRED = (4, 2207051), (-2, 2207020)

REFUSALS = Refusals(
    vendor="Instagram",
    transient=FailureKind.UNKNOWN_OUTCOME,
    kinds={
        QUOTA: FailureKind.RATE_LIMITED,
        # Of a container: nothing is published yet, and the same address may do a minute later.
        NOT_FETCHED: FailureKind.RETRYABLE,
        **dict.fromkeys((-1, -2, NOT_READY), FailureKind.UNKNOWN_OUTCOME),
        **dict.fromkeys((NO_MEDIA, RESTRICTED), FailureKind.REJECTED),
        **dict.fromkeys(
            (TOO_LARGE, WRONG_FORMAT, WRONG_RATIO, LONG_CAPTION), FailureKind.INVALID_REQUEST
        ),
    },
    subcodes=dict.fromkeys((SPAM, EXPIRED), FailureKind.REJECTED),
    waits_seconds={QUOTA: 3_600.0, NOT_FETCHED: 60.0},
)
