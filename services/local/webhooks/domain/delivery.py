"""What becomes of a delivery after an attempt, and of its endpoint?

The waits are those of Standard Webhooks 1.0.0, from which each tenth may be added by chance.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """How far a delivery is; only a 2xx answer is `delivered`."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"  # its endpoint was removed or disabled


class EndpointState(StrEnum):
    """Whether anything is sent to an endpoint."""

    ACTIVE = "active"
    DISABLED = "disabled"


class WhyDisabled(StrEnum):
    """Why nothing is sent to an endpoint any more."""

    BY_OWNER = "by_owner"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What came of an attempt: a status, or none where nobody answered."""

    status: int | None
    retry_after_seconds: float | None = None
    problem: str | None = None

    @property
    def is_taken(self) -> bool:
        """Tell whether the other side has it."""
        return self.status is not None and _TAKEN <= self.status < _REDIRECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStep:
    """Where a delivery stands now; `again_at` is None at its end."""

    state: DeliveryState
    again_at: datetime | None = None


_MINUTE, _HOUR = 60.0, 3600.0
WAITS_SECONDS = (
    5.0,
    5 * _MINUTE,
    30 * _MINUTE,
    2 * _HOUR,
    5 * _HOUR,
    10 * _HOUR,
    14 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
MOST_ATTEMPTS = len(WAITS_SECONDS) + 1
FAILS_AT_MOST = timedelta(days=5)
# However many letters wait for it, a dead endpoint is asked every five minutes at most.
_HELD_SECONDS, _HELD_AT_MOST_SECONDS = 5.0, 300.0
_TAKEN, _REDIRECTED, _GONE = 200, 300, 410
_JITTER = 0.1
_DAY_SECONDS = 24 * _HOUR


def after_attempt(attempt: int, came: Attempted, chance: float, now: datetime) -> DeliveryStep:
    """Return where a delivery stands after its attempt number `attempt`; `chance` is in [0, 1)."""
    if came.is_taken:
        return DeliveryStep(state=DeliveryState.DELIVERED)
    if came.status == _GONE or attempt >= MOST_ATTEMPTS:
        return DeliveryStep(state=DeliveryState.FAILED)
    wait = WAITS_SECONDS[attempt - 1] * (1 + _JITTER * chance)
    asked = min(came.retry_after_seconds or 0.0, _DAY_SECONDS)
    again = now + timedelta(seconds=max(wait, asked))
    return DeliveryStep(state=DeliveryState.WAITING, again_at=again)


def held_for(failures_in_a_row: int) -> timedelta:
    """Return how long an endpoint is left alone after so many failures, none after a success."""
    if failures_in_a_row == 0:
        return timedelta()
    seconds = _HELD_SECONDS * 2.0 ** min(failures_in_a_row - 1, 16)
    return timedelta(seconds=min(seconds, _HELD_AT_MOST_SECONDS))


def why_disabled(
    came: Attempted, failing_since: datetime | None, now: datetime
) -> WhyDisabled | None:
    """Return why an endpoint gets nothing more after an attempt, None where it does."""
    if came.status == _GONE:
        return WhyDisabled.GONE
    if failing_since is not None and now - failing_since >= FAILS_AT_MOST:
        return WhyDisabled.FAILING
    return None
