"""Give a new release more and more of a tier's requests, and take them all back when it burns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.errors import BlindError, PipelineError
from pipeline.judge import Judgement, Policy, Sample, Verdict, judged
from pipeline.traffic import Counts

STEPS = (10, 100)
_TRIES = 10


class Release(Protocol):
    """A new release beside the one that runs."""

    def weigh(self, percent: int) -> None:
        """Send this share of the tier's requests to it, from now on."""
        ...

    def counts(self) -> Counts:
        """Return what it answered since it was made known; raise BlindError if nobody says."""
        ...


@dataclass(frozen=True, slots=True)
class Timing:
    """How time passes."""

    now: Callable[[], float]
    wait: Callable[[float], None]
    every_seconds: float = 1.0


@dataclass(slots=True)
class Outcome:
    """How a rollout ended."""

    is_promoted: bool = False
    reason: str = ""
    seconds: float = 0.0
    counts: Counts = field(default_factory=Counts)


def roll_out(
    release: Release,
    policy: Policy,
    timing: Timing,
    say: Callable[[str], None],
    steps: Sequence[int] = STEPS,
) -> Outcome:
    """Take the release through the steps; whatever else happens, it ends at 0 or at the last."""
    began = timing.now()
    outcome = Outcome()
    try:
        for percent in steps:
            release.weigh(percent)
            say(f"{percent} % of the requests go to the new release")
            judgement = watch(release.counts, policy, timing, outcome)
            outcome.reason = judgement.reason
            say(f"{judgement.verdict.value}: {judgement.reason}")
            if judgement.verdict is Verdict.ROLL_BACK:
                return outcome
        outcome.is_promoted = True
        return outcome
    finally:
        if not outcome.is_promoted:
            _take_back(release, timing)
            say("0 % of the requests go to the new release")
        outcome.seconds = timing.now() - began


def _take_back(release: Release, timing: Timing) -> None:
    """Give the release no request any more; a passing fault must not leave it with some."""
    for _ in range(_TRIES - 1):
        try:
            return release.weigh(0)
        except PipelineError:
            timing.wait(timing.every_seconds)
    return release.weigh(0)


def watch(
    read: Callable[[], Counts], policy: Policy, timing: Timing, outcome: Outcome
) -> Judgement:
    """Watch one step until it is decided; note in the outcome what was counted."""
    began = last_seen = timing.now()
    samples = [Sample(0.0, outcome.counts)]
    while True:
        timing.wait(timing.every_seconds)
        now = timing.now()
        try:
            outcome.counts = read()
            last_seen = now
        except BlindError as error:
            if now - last_seen >= policy.blind_seconds:
                return Judgement(Verdict.ROLL_BACK, f"nobody can see what it does: {error}")
            continue
        samples.append(Sample(now - began, outcome.counts))
        judgement = judged(samples, policy)
        if judgement.verdict is not Verdict.WAIT:
            return judgement
