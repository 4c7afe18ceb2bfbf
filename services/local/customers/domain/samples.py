"""What does a figure rest on, and when is that too little to say anything?"""

from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from shared.evidence import Figure, measured, unknown

INSUFFICIENT_DATA = "insufficient_data"
CONFIDENCE = 0.95
# How many standard errors reach to either end of a 95 % interval.
Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which records were looked at, and from which day to which; `as_of` is the last of them."""

    records: str
    first_day: date
    last_day: date
    as_of: datetime

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return how a figure cites them."""
        return (f"{self.records}:{self.first_day}..{self.last_day}",)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a ratio; it stays within 0 and 1 for any n > 0 (Wilson 1927)."""
    ratio, z2 = hits / n, Z * Z
    centre = (ratio + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(ratio * (1 - ratio) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def over(
    span: Span,
    value: float | str,
    unit: str,
    *,
    n: int,
    method: str,
    interval: tuple[float, float] | None = None,
) -> Figure:
    """Return a figure measured over a span; an interval is of 95 %."""
    low, high = interval or (None, None)
    return measured(
        value,
        unit,
        n=n,
        method=method,
        as_of=span.as_of,
        evidence=span.evidence,
        low=low,
        high=high,
        confidence=CONFIDENCE if interval else None,
    )


def ratio(hits: int, n: int, *, method: str, span: Span) -> Figure:
    """Return a measured ratio with its 95 % interval."""
    low, high = wilson(hits, n)
    interval = round(low, 4), round(high, 4)
    return over(span, round(hits / n, 4), "ratio", n=n, method=method, interval=interval)


def count(value: int, n: int, *, unit: str, method: str, span: Span) -> Figure:
    """Return how many of `n` facts there are of a kind."""
    return over(span, value, unit, n=n, method=method)


def too_little(unit: str, *, method: str, missing: str) -> Figure:
    """Return the figure that the records do not carry: what would."""
    return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=method)
