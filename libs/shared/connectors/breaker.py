"""When is a vendor's connection left alone for a while?

After five failures in a row that were nobody's fault here; what the vendor refuses, and what it
asks us to do more slowly, are answers and never count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.connectors.calls import Failed, FailureKind, Outcome

FAILURES_IN_A_ROW = 5
PAUSE = timedelta(seconds=30)
_COUNTED = (FailureKind.RETRYABLE, FailureKind.UNKNOWN_OUTCOME)


@dataclass(frozen=True, slots=True)
class Health:
    """How the last calls over a connection went."""

    failures: int = 0
    paused_until: datetime | None = None

    def after(self, outcome: Outcome, now: datetime) -> "Health":
        """Return the health after one more call."""
        if not isinstance(outcome, Failed):
            return Health()
        if outcome.kind not in _COUNTED:
            return self
        failures = self.failures + 1
        # The pause over, one more failure is enough for the next.
        paused_until = now + PAUSE if failures >= FAILURES_IN_A_ROW else self.paused_until
        return Health(min(failures, FAILURES_IN_A_ROW), paused_until)

    def pause_seconds(self, now: datetime) -> float:
        """Return how long nobody should call; 0 is now."""
        if self.paused_until is None:
            return 0.0
        return max(0.0, (self.paused_until - now).total_seconds())
