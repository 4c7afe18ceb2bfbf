"""How much runs by itself, and how much time does that save? Computed from runs, or null.

The lower bound is Wilson's score interval at 95 % (E. B. Wilson, 1927). Time is saved only where
the shop has timed the work itself or declared how long it takes; a run by hand saves nothing, and
what a person spent on a run that the platform did is taken off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from local.automation.domain.routines import ROUTINES, Routine
from local.automation.domain.run import Run, RunState

METHOD = "automation_figures@1"
GOAL_RATIO, LEAST_RUNS_FOR_GOAL = 0.80, 100
# Reading and approving what the platform has prepared.
TOUCH_MINUTES = 1.0
_Z = 1.959963984540054
_MINUTES_PER_HOUR = 60.0
# Work that the platform never had: it saves nothing, and costs what it always did.
_BY_HAND = frozenset({RunState.MANUAL, RunState.DONE_BY_HAND, RunState.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole with how sure it is; `value` is None where there is no whole."""

    part: int
    whole: int
    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationFigures:
    """What is known of a period; every share is of the runs that were due, voids left out."""

    hands_free: Share
    verified: Share
    unconfirmed: Share
    hands_free_minutes: float | None
    voids: int
    minutes_saved: float | None
    minutes_by_hand: float | None
    is_goal_reached: bool | None


def figures(runs: Sequence[Run], minutes: Mapping[Routine, float]) -> AutomationFigures:
    """Return the figures of runs; `minutes` is how long each takes by hand at this shop.

    Where a routine is missing from it, our own estimate weighs its runs, and saves no time.
    """
    due = [run for run in runs if run.is_due]
    hands_free = [run for run in due if run.is_hands_free]
    weights = {routine: float(facts.minutes) for routine, facts in ROUTINES.items()} | dict(minutes)
    all_minutes = sum(weights[run.routine] for run in due)
    free_minutes = sum(weights[run.routine] for run in hands_free)
    share = share_of(len(hands_free), len(due))
    known = [run for run in due if run.routine in minutes]
    return AutomationFigures(
        hands_free=share,
        verified=share_of(sum(run.is_verified for run in due), len(due)),
        unconfirmed=share_of(_count(due, RunState.UNCONFIRMED), len(due)),
        hands_free_minutes=free_minutes / all_minutes if all_minutes else None,
        voids=len(runs) - len(due),
        minutes_saved=_saved(known, minutes) if known else None,
        minutes_by_hand=_by_hand(known, minutes) if known else None,
        is_goal_reached=_reaches_goal(share),
    )


def share_of(part: int, whole: int) -> Share:
    """Return a share with Wilson's bounds."""
    if whole == 0:
        return Share(part=part, whole=whole, value=None, lower=None, upper=None)
    ratio, square = part / whole, _Z * _Z / whole
    middle = (ratio + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(ratio * (1 - ratio) / whole + square / (4 * whole))
    lower, upper = max(0.0, middle - half), min(1.0, middle + half)
    return Share(part=part, whole=whole, value=ratio, lower=lower, upper=upper)


def _reaches_goal(share: Share) -> bool | None:
    """Return whether the goal is reached for sure; None where there are too few runs to say."""
    if share.lower is None or share.whole < LEAST_RUNS_FOR_GOAL:
        return None
    return share.lower >= GOAL_RATIO


def _saved(runs: Sequence[Run], minutes: Mapping[Routine, float]) -> float:
    """Return what the platform saved: less than nothing where its failures cost more."""
    saved = 0.0
    for run in runs:
        touch = TOUCH_MINUTES if run.is_touched and run.state not in _BY_HAND else 0.0
        saved += (minutes[run.routine] if run.is_verified else 0.0) - touch
    return saved


def _by_hand(runs: Sequence[Run], minutes: Mapping[Routine, float]) -> float:
    return sum(minutes[run.routine] for run in runs if not run.is_verified)


def _count(runs: Sequence[Run], state: RunState) -> int:
    return sum(run.state is state for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSaved:
    """Hours a day, a week, a month, and what those of a month are worth to the owner."""

    daily_hours_saved: float
    weekly_hours_saved: float
    monthly_hours_saved: float
    monthly_cost_savings_paise: int
    remaining_manual_time: float


def time_saved(found: AutomationFigures, days: int, hour_value_paise: int) -> TimeSaved | None:
    """Return what a period of so many days saved a day; None where nothing was timed."""
    if found.minutes_saved is None or found.minutes_by_hand is None or days < 1:
        return None
    daily = found.minutes_saved / _MINUTES_PER_HOUR / days
    return TimeSaved(
        daily_hours_saved=daily,
        weekly_hours_saved=daily * 7,
        monthly_hours_saved=daily * 30,
        monthly_cost_savings_paise=round(daily * 30 * hour_value_paise),
        remaining_manual_time=found.minutes_by_hand / _MINUTES_PER_HOUR / days,
    )
