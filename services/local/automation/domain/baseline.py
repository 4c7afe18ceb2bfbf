"""How long does a routine take at this shop by hand? The median of enough samples, or nothing."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from statistics import median

LEAST_SAMPLES = 5


class SampleMethod(StrEnum):
    """Where a sample is from."""

    TIMER = "timer"
    OWNER_ESTIMATE = "owner_estimate"


def baselines(samples: Mapping[str, Sequence[tuple[SampleMethod, float]]]) -> dict[str, float]:
    """Return minutes by routine: timed ones from five on, else what the owner last estimated."""
    found: dict[str, float] = {}
    for routine, known in samples.items():
        timed = [minutes for method, minutes in known if method is SampleMethod.TIMER]
        estimated = [minutes for method, minutes in known if method is SampleMethod.OWNER_ESTIMATE]
        if len(timed) >= LEAST_SAMPLES:
            found[routine] = median(timed)
        elif estimated:
            found[routine] = estimated[-1]
    return found
