"""What does a refusal of WhatsApp mean?

The codes are CONTRACTS of 2026-11. A code that is not in the table is `rejected`: a person looks.
The code of a message that fails after it was taken comes by webhook; the same table reads it.
"""

from local.connectors.graph.refusals import Refusals
from shared.connectors.calls import FailureKind

WINDOW_CLOSED = 131047
UNDELIVERABLE = 131026
MARKETING_CAP = 131049
OPTED_OUT = 131050
SPAM_LIMIT = 131048
PAIR_LIMIT = 131056
TEMPLATE_PAUSED, TEMPLATE_DISABLED = 132015, 132016

REFUSALS = Refusals(
    vendor="WhatsApp",
    transient=FailureKind.RETRYABLE,
    kinds={
        **dict.fromkeys((130429, PAIR_LIMIT, SPAM_LIMIT), FailureKind.RATE_LIMITED),
        **dict.fromkeys((131000, 131016, 131057, 133004), FailureKind.RETRYABLE),
        0: FailureKind.AUTH_EXPIRED,
        **dict.fromkeys(
            (WINDOW_CLOSED, UNDELIVERABLE, MARKETING_CAP, OPTED_OUT, 130472, 131031, 131042),
            FailureKind.REJECTED,
        ),
        **dict.fromkeys((TEMPLATE_PAUSED, TEMPLATE_DISABLED), FailureKind.REJECTED),
        **dict.fromkeys(
            (131008, 131009, 131051, 131053, 132000, 132001, 132005, 132012, 133010),
            FailureKind.INVALID_REQUEST,
        ),
    },
    # What WhatsApp does not say: how long to stay away after each limit.
    waits_seconds={PAIR_LIMIT: 6.0, SPAM_LIMIT: 86_400.0},
)
kind_of_code = REFUSALS.kind_of_code
garbled = REFUSALS.garbled
