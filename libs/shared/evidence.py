"""Where does a number come from? A figure never travels without its basis, or without its reason.

A figure either has a value, and says how it was found, or has none, and says why and what would
supply it. Nothing in between can be built.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Basis(StrEnum):
    """How a value was found."""

    MEASURED = "measured"
    MODELLED = "modelled"
    BENCHMARK = "benchmark"
    DECLARED = "declared"


class MalformedFigureError(ValueError):
    """A figure was built that says too little, or contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number (or word) that people will see, with everything needed to check it."""

    value: float | int | str | None
    unit: str
    basis: Basis | None = None
    n: int | None = None
    method: str
    as_of: datetime | None = None
    evidence: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    reason: str | None = None
    missing: str | None = None

    def __post_init__(self) -> None:
        """Refuse a figure that cannot be checked by whoever reads it."""
        contradiction = _contradiction_in(self)
        if contradiction:
            message = f"A figure in {self.unit!r} by {self.method!r} {contradiction}."
            raise MalformedFigureError(message)


def measured(  # noqa: PLR0913 - every argument is a field that a measured figure shows
    value: float | str,
    unit: str,
    *,
    n: int,
    method: str,
    as_of: datetime,
    evidence: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
    confidence: float | None = None,
) -> Figure:
    """Return a figure computed from `n` stored facts."""
    return Figure(
        value=value,
        unit=unit,
        basis=Basis.MEASURED,
        n=n,
        method=method,
        as_of=as_of,
        evidence=evidence,
        low=low,
        high=high,
        confidence=confidence,
    )


def unknown(unit: str, *, reason: str, missing: str, method: str) -> Figure:
    """Return the figure that cannot be given: why, and what would supply it."""
    return Figure(value=None, unit=unit, reason=reason, missing=missing, method=method)


def _contradiction_in(figure: Figure) -> str | None:
    """Return what is wrong with the figure, if anything."""
    if not figure.method:
        return "names no method"
    if figure.n is not None and figure.n < 0:
        return "counts fewer than no facts"
    if figure.as_of is not None and figure.as_of.tzinfo is None:
        return "is of a moment without a time zone"
    if figure.value is None:
        return _contradiction_without_value(figure)
    return _contradiction_with_value(figure) or _contradiction_in_interval(figure)


def _contradiction_without_value(figure: Figure) -> str | None:
    if not figure.reason or not figure.missing:
        return "has no value and does not say both why (reason) and what would supply it (missing)"
    if (figure.low, figure.high, figure.confidence) != (None, None, None):
        return "has no value and yet an interval"
    return None


def _contradiction_with_value(figure: Figure) -> str | None:
    if figure.basis is None:
        return "has a value and no basis"
    if figure.reason or figure.missing:
        return "has a value and yet a reason for having none"
    if isinstance(figure.value, float) and not math.isfinite(figure.value):
        return "is not a finite number"
    if figure.basis is Basis.BENCHMARK and not figure.evidence:
        return "is a benchmark that cites nothing"
    return None


def _contradiction_in_interval(figure: Figure) -> str | None:
    low, high = figure.low, figure.high
    if low is None and high is None:
        return None if figure.confidence is None else "is confident of no interval"
    if low is None or high is None or figure.confidence is None:
        return "has an interval without both ends and its confidence"
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        return "has an interval that is no interval"
    return None if 0 < figure.confidence < 1 else "has a confidence outside 0 to 1"
