"""Shall a new release get more requests, wait, or go back?

The burn rate is the share of errors over the share that the objective allows: at 1 the month's
error budget lasts the month. The limits are those of the alerts: 14.4 pages at once, 6 soon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pipeline.traffic import Counts

_DAY_SECONDS = 86_400


class Verdict(Enum):
    """What to do with the release."""

    WAIT = "wait"
    PROMOTE = "promote"
    ROLL_BACK = "roll back"


@dataclass(frozen=True, slots=True)
class Policy:
    """How much harm a release may do, and how long it is watched."""

    objective: float = 0.999
    fast_burn: float = 14.4
    slow_burn: float = 6.0
    # One error among a hundred requests is chance, and would be a burn rate of ten.
    fewest_errors: int = 3
    fewest_requests: int = 300
    window_seconds: float = 30.0
    watch_seconds: float = 120.0
    patience_seconds: float = 900.0
    blind_seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What the release had answered so many seconds after its step began."""

    seconds: float
    counts: Counts


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why."""

    verdict: Verdict
    reason: str


def judged(samples: Sequence[Sample], policy: Policy) -> Judgement:
    """Judge one step by its samples, oldest first; the first is of its beginning."""
    now = samples[-1]
    step = now.counts - samples[0].counts
    window = now.counts - _before_window(samples, policy.window_seconds).counts
    if burns(window, policy.fast_burn, policy):
        return _back(f"{_said(window, policy)} within {policy.window_seconds:.0f} s")
    if now.seconds < policy.watch_seconds:
        return Judgement(Verdict.WAIT, _said(step, policy))
    if burns(step, policy.slow_burn, policy):
        return _back(f"{_said(step, policy)} in {now.seconds:.0f} s")
    if step.requests >= policy.fewest_requests:
        return Judgement(Verdict.PROMOTE, _said(step, policy))
    if now.seconds < policy.patience_seconds:
        return Judgement(Verdict.WAIT, f"{_said(step, policy)}; too few to judge")
    return Judgement(
        Verdict.ROLL_BACK,
        f"only {step.requests} of the {policy.fewest_requests} requests that a judgement needs came"
        f" in {now.seconds:.0f} s. Deploy again when there is traffic, or ask for fewer",
    )


def burn_rate(counts: Counts, objective: float) -> float:
    """Return how many times faster than allowed these answers use up the error budget."""
    return counts.error_ratio / (1 - objective)


def burns(counts: Counts, limit: float, policy: Policy) -> bool:
    """Tell whether there are enough errors to be no chance, at this burn rate or above."""
    return counts.errors >= policy.fewest_errors and burn_rate(counts, policy.objective) >= limit


def budget_lost(errors: int, requests_per_second: float, objective: float, days: int = 30) -> float:
    """Return the share of the error budget of `days` at this traffic that the errors took."""
    return errors / (requests_per_second * days * _DAY_SECONDS * (1 - objective))


def _before_window(samples: Sequence[Sample], seconds: float) -> Sample:
    """Return the newest sample that is at least as old as the window, or the first."""
    begin = samples[-1].seconds - seconds
    return next((sample for sample in reversed(samples) if sample.seconds <= begin), samples[0])


def _said(counts: Counts, policy: Policy) -> str:
    rate = burn_rate(counts, policy.objective)
    return f"{counts.errors} errors in {counts.requests} answers, burn rate {rate:.1f}"


def _back(reason: str) -> Judgement:
    return Judgement(Verdict.ROLL_BACK, reason)
