"""What time is it? The one place that asks the machine."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whoever needs the time is handed one of these."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, so that the same inputs give the same answer."""

    at: datetime

    def __post_init__(self) -> None:
        """Refuse a moment without a zone: it could mean any of several."""
        if self.at.tzinfo is None:
            message = "A clock needs a moment with a time zone, such as datetime(…, tzinfo=UTC)."
            raise ValueError(message)

    def now(self) -> datetime:
        """Return the moment at which this clock stands, in UTC."""
        return self.at.astimezone(UTC)
