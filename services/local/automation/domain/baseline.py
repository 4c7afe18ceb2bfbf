"""How long does a routine take at this shop by hand, and did the shop do it before we came?

The range of a median is that of its bootstrap at 95 % (B. Efron, 1979), computed exactly from the
binomial distribution (J. S. Maritz and R. G. Jarrett, 1978), so that no chance is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import comb
from statistics import median

LEAST_SAMPLES = 5
# What is timed later than this may be work that came only with the platform.
BEFORE_ENDS_AFTER = timedelta(days=14)
_TAIL = 0.025


class SampleMethod(StrEnum):
    """Where a sample is from."""

    TIMER = "timer"
    OWNER_ESTIMATE = "owner_estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How long a routine took once; an owner's word may also say how often it was done."""

    method: SampleMethod
    minutes: float
    on: date
    times_per_week: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Minutes of one run by hand; a range only where it was timed, no cap where none was told."""

    minutes: float
    low: float | None = None
    high: float | None = None
    times_per_week: float | None = None
    was_done_before: bool = True


def baselines(
    samples: Mapping[str, Sequence[Sample]], first_day: date | None
) -> dict[str, Baseline]:
    """Return baselines by routine: timed ones from five on, else what the owner last said."""
    found = {routine: _baseline(known, first_day) for routine, known in samples.items()}
    return {routine: baseline for routine, baseline in found.items() if baseline is not None}


def median_range(values: Sequence[float]) -> tuple[float, float]:
    """Return the bootstrap's range of the median."""
    ordered, n = sorted(values), len(values)
    low = next(x for k, x in enumerate(ordered, 1) if _at_least((n + 1) // 2, n, k / n) > _TAIL)
    high = next(x for k, x in enumerate(ordered, 1) if _at_least(n // 2 + 1, n, k / n) >= 1 - _TAIL)
    return low, high


def _baseline(samples: Sequence[Sample], first_day: date | None) -> Baseline | None:
    timed = [one.minutes for one in samples if one.method is SampleMethod.TIMER]
    told = [one for one in samples if one.method is SampleMethod.OWNER_ESTIMATE]
    if len(timed) < LEAST_SAMPLES and not told:
        return None
    per_week = told[-1].times_per_week if told else None
    if len(timed) < LEAST_SAMPLES:
        return Baseline(minutes=told[-1].minutes, times_per_week=per_week)
    low, high = median_range(timed)
    return Baseline(
        minutes=median(timed),
        low=low,
        high=high,
        times_per_week=per_week,
        was_done_before=bool(told) or _is_early(samples, first_day),
    )


def _is_early(samples: Sequence[Sample], first_day: date | None) -> bool:
    if first_day is None:
        return True
    return any(one.on <= first_day + BEFORE_ENDS_AFTER for one in samples)


def _at_least(successes: int, draws: int, chance: float) -> float:
    """Return how likely so many draws hit, of a binomial distribution."""
    return sum(
        comb(draws, k) * chance**k * (1 - chance) ** (draws - k)
        for k in range(successes, draws + 1)
    )
