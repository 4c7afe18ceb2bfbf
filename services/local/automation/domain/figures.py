"""How much runs by itself, and how much time does that save? Computed from runs, or null.

The lower bound is Wilson's score interval at 95 % (E. B. Wilson, 1927). Time is saved only where
the shop did the work before: where it was timed or declared, and no oftener than it was done then;
the rest is extra. A run by hand saves nothing, and what a person spent on a run that the platform
did is taken off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from local.automation.domain.baseline import Baseline
from local.automation.domain.goal import is_goal_reached
from local.automation.domain.routines import ROUTINES, Doing, Routine
from local.automation.domain.run import Run, RunState

METHOD = "automation_figures@3"
# Reading and approving what the platform has prepared, where nobody has timed it.
TOUCH_MINUTES = 1.0
_Z = 1.959963984540054
_MINUTES_PER_HOUR = 60.0
_DAYS_PER_WEEK = 7
# Work that the platform never had: it saves nothing, and costs what it always did.
_BY_HAND = frozenset({RunState.MANUAL, RunState.DONE_BY_HAND, RunState.MISSED})
# How many routines of a shop the platform does by itself: each is one, however often it comes.
_WORK = [facts for facts in ROUTINES.values() if not facts.is_own_check]
COVERED = sum(facts.doing is Doing.AUTOMATIC for facts in _WORK)


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
    """What is known of a period; every share is of the runs that were due, voids left out.

    Extra minutes are work that the shop did not do before; what nobody timed weighs in them by our
    own estimate. A range is known only where every baseline behind it was timed.
    """

    hands_free: Share
    assisted: Share
    verified: Share
    unconfirmed: Share
    reworked: Share
    coverage: Share
    hands_free_minutes: float | None
    voids: int
    minutes_saved: float | None
    minutes_saved_low: float | None
    minutes_saved_high: float | None
    extra_minutes: float
    minutes_by_hand: float | None
    is_goal_reached: bool | None


def figures(runs: Sequence[Run], known: Mapping[Routine, Baseline]) -> AutomationFigures:
    """Return the figures of runs; `known` is how long each takes by hand at this shop."""
    due = [run for run in runs if run.is_counted]
    hands_free = sum(run.is_hands_free for run in due)
    verified = sum(run.is_verified for run in due)
    share = share_of(hands_free, len(due))
    saved = _saved(due, known)
    return AutomationFigures(
        hands_free=share,
        assisted=share_of(verified - hands_free, len(due)),
        verified=share_of(verified, len(due)),
        unconfirmed=share_of(sum(run.state is RunState.UNCONFIRMED for run in due), len(due)),
        reworked=share_of(sum(run.is_reworked for run in due), len(due)),
        coverage=share_of(COVERED, len(_WORK)),
        hands_free_minutes=_minutes_weighted(due, known),
        voids=sum(run.is_work and not run.is_due for run in runs),
        minutes_saved=saved.middle if saved else None,
        minutes_saved_low=saved.low if saved else None,
        minutes_saved_high=saved.high if saved else None,
        extra_minutes=sum(_extra(routine, due, known) for routine in ROUTINES),
        minutes_by_hand=_by_hand(due, known),
        is_goal_reached=is_goal_reached(share.lower, share.whole),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Minutes:
    """Minutes with their range, where one is known."""

    middle: float
    low: float | None
    high: float | None


def _minutes_weighted(due: Sequence[Run], known: Mapping[Routine, Baseline]) -> float | None:
    """Return the hands-free share with each run weighing what it takes by hand."""
    weights = {routine: _minutes_of(routine, known) for routine in ROUTINES}
    everything = sum(weights[run.routine] for run in due)
    free = sum(weights[run.routine] for run in due if run.is_hands_free)
    return free / everything if everything else None


def _saved(due: Sequence[Run], known: Mapping[Routine, Baseline]) -> _Minutes | None:
    """Return what the platform saved: less than nothing where its failures cost more."""
    before = {routine: base for routine, base in known.items() if base.was_done_before}
    mine = [run for run in due if run.routine in before]
    if not mine:
        return None
    spent = sum(_touched_minutes(run) for run in mine)
    counted = {routine: _counted(routine, due, base) for routine, base in before.items()}
    lows = [None if base.low is None else base.low * counted[r] for r, base in before.items()]
    highs = [None if base.high is None else base.high * counted[r] for r, base in before.items()]
    return _Minutes(
        middle=sum(base.minutes * counted[routine] for routine, base in before.items()) - spent,
        low=_sum_less(lows, spent),
        high=_sum_less(highs, spent),
    )


def _sum_less(parts: Sequence[float | None], spent: float) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) - spent if len(known) == len(parts) else None


def _touched_minutes(run: Run) -> float:
    """Return what a person spent on a run of the platform's."""
    if run.state in _BY_HAND or not run.is_touched:
        return 0.0
    return run.touch_minutes or TOUCH_MINUTES


def _counted(routine: Routine, due: Sequence[Run], base: Baseline) -> float:
    """Return how many verified runs count as saved: no more than the shop did before."""
    verified = sum(run.routine is routine and run.is_verified for run in due)
    if base.times_per_week is None:
        return float(verified)
    weeks = len({run.on for run in due}) / _DAYS_PER_WEEK
    return min(float(verified), base.times_per_week * weeks)


def _extra(routine: Routine, due: Sequence[Run], known: Mapping[Routine, Baseline]) -> float:
    """Return the minutes of work that was done and that the shop did not do before."""
    base = known.get(routine)
    verified = sum(run.routine is routine and run.is_verified for run in due)
    counted = _counted(routine, due, base) if base and base.was_done_before else 0.0
    return (verified - counted) * _minutes_of(routine, known)


def _by_hand(due: Sequence[Run], known: Mapping[Routine, Baseline]) -> float | None:
    """Return the minutes of work that is left to people, of what was timed or declared."""
    mine = [run for run in due if run.routine in known]
    if not mine:
        return None
    return sum(known[run.routine].minutes for run in mine if not run.is_verified)


def _minutes_of(routine: Routine, known: Mapping[Routine, Baseline]) -> float:
    base = known.get(routine)
    return base.minutes if base else float(ROUTINES[routine].minutes)


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
