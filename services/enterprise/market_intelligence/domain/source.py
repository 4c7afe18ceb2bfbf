"""What do all figures of one analysis rest on? Gives each its evidence and its rounding."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from shared.evidence import Figure, measured
from shared.money import rupees_of

from .observation import READ_AS, STORED_UNITS, Metric
from .significance import CONFIDENCE

SIGNIFICANT_DIGITS = 6
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Source:
    """The data behind the figures: its last day and its ids."""

    last_day: date
    evidence: tuple[str, ...]

    def figure(
        self, value: float, unit: str, *, n: int, method: str, interval: Interval | None = None
    ) -> Figure:
        """Return a measured figure, rounded to what anybody can read."""
        low, high = (None, None) if interval is None else map(rounded, interval)
        return measured(
            rounded(value),
            unit,
            n=n,
            method=method,
            as_of=self._as_of(),
            evidence=self.evidence,
            low=low,
            high=high,
            confidence=None if interval is None else CONFIDENCE,
        )

    def total(self, metric: Metric, amount: int, *, n: int, method: str) -> Figure:
        """Return a sum in the unit people read; money exactly, as decimal text."""
        value: float | str = amount / STORED_UNITS[metric]
        if READ_AS[metric] == "INR":
            value = str(rupees_of(amount))
        elif amount % STORED_UNITS[metric] == 0:
            value = amount // STORED_UNITS[metric]
        return measured(
            value,
            READ_AS[metric],
            n=n,
            method=method,
            as_of=self._as_of(),
            evidence=self.evidence,
        )

    def _as_of(self) -> datetime:
        return datetime.combine(self.last_day, time(), UTC)


def rounded(value: float) -> float:
    """Return the value to six significant digits."""
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
