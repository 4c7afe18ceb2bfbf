"""What does a refusal of Facebook mean?

Meta's "unknown error" and "try again later" may hide a post: they count as silence, so that a post
is looked for before it is made again.
"""

from local.connectors.graph.refusals import DUPLICATE, Refusals
from shared.connectors.calls import FailureKind

DUPLICATE_WORDS = "Facebook has just taken the same words: see if they are there, or change them."
TOO_FAST, POLICIES, BAD_LINK, BAD_PHOTO = 1390008, (1346003, 1404102), 1609005, 1366046

REFUSALS = Refusals(
    vendor="Facebook",
    transient=FailureKind.UNKNOWN_OUTCOME,
    kinds={
        DUPLICATE: FailureKind.REJECTED,
        TOO_FAST: FailureKind.RATE_LIMITED,
        **dict.fromkeys(POLICIES, FailureKind.REJECTED),
        **dict.fromkeys((BAD_LINK, BAD_PHOTO), FailureKind.INVALID_REQUEST),
    },
    waits_seconds={TOO_FAST: 600.0},
    words={DUPLICATE: DUPLICATE_WORDS},
)
