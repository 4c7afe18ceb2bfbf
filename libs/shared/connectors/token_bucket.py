"""May one more request go out now, or when? A bucket of tokens that fills at a steady rate."""

from dataclasses import dataclass
from datetime import datetime

# Whoever waited exactly long enough is not sent away for a rounding error.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A vendor's limit as it holds from a day on: `tokens` in `per_seconds`, `burst` at once."""

    name: str
    tokens: float
    per_seconds: float
    burst: float

    @property
    def tokens_per_second(self) -> float:
        """Return how fast the bucket fills."""
        return self.tokens / self.per_seconds


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tokens were there, and when that was."""

    tokens: float
    at: datetime

    def refilled(self, limit: Limit, now: datetime) -> "Bucket":
        """Return the bucket as it is now; a clock that went back fills nothing."""
        seconds = max(0.0, (now - self.at).total_seconds())
        return Bucket(min(limit.burst, self.tokens + seconds * limit.tokens_per_second), now)

    def wait_seconds(self, limit: Limit) -> float:
        """Return how long until there is a whole token; 0 is now."""
        missing = 1.0 - self.tokens
        return missing / limit.tokens_per_second if missing > _ROUNDING else 0.0

    def less_one(self) -> "Bucket":
        """Return the bucket after one request."""
        return Bucket(self.tokens - 1.0, self.at)


def full(limit: Limit, now: datetime) -> Bucket:
    """Return the bucket of somebody who never asked."""
    return Bucket(limit.burst, now)
