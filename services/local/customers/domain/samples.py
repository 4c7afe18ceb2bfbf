"""What does a figure rest on, and when is that too little to say anything?"""

from dataclasses import dataclass
from datetime import date, datetime

from shared.evidence import Figure, measured, unknown
from shared.intervals import CONFIDENCE, wilson_interval

INSUFFICIENT_DATA = "insufficient_data"


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
    low, high = wilson_interval(hits, n)
    interval = round(low, 4), round(high, 4)
    return over(span, round(hits / n, 4), "ratio", n=n, method=method, interval=interval)


def count(value: int, n: int, *, unit: str, method: str, span: Span) -> Figure:
    """Return how many of `n` facts there are of a kind."""
    return over(span, value, unit, n=n, method=method)


def too_little(unit: str, *, method: str, missing: str) -> Figure:
    """Return the figure that the records do not carry: what would."""
    return unknown(unit, reason=INSUFFICIENT_DATA, missing=missing, method=method)
