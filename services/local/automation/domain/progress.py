"""How does a day's run go on: when it is opened, ordered, done, or left lying?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from local.automation.domain.day import GIVES_UP_AFTER
from local.automation.domain.executor import (
    Accepted,
    ByHand,
    Failed,
    NothingDue,
    RunOutcome,
    Unconfirmed,
    Verified,
)
from local.automation.domain.routines import Approval
from local.automation.domain.run import RunState
from local.guidance.domain.manual_task import Reason, TaskState

PAUSED, INTERRUPTED, TOO_LATE = "paused", "interrupted", "too_late"
# These have not ended: time, a person or a vendor may still change them.
OPEN = frozenset(
    {RunState.DUE, RunState.RUNNING, RunState.ACCEPTED, RunState.BLOCKED, RunState.MANUAL}
)
# To be done, or to be looked at: what a vendor or a person has may always be looked at.
MAY_BE_DONE = frozenset({RunState.RUNNING, RunState.ACCEPTED, RunState.MANUAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a run becomes; with `check_at` it is ordered again then."""

    state: RunState
    reason: str | None = None
    evidence: str | None = None
    verified_at: datetime | None = None
    is_touched: bool = False
    check_at: datetime | None = None
    task: ByHand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What holds at a shop at the moment of a decision about a run."""

    now: datetime
    stale_at: datetime
    approval: Approval
    is_paused: bool
    is_automatic: bool


def opening(around: Circumstances) -> Change:
    """Return what a run becomes when its day is opened, or a pause is over; due is ordered."""
    if around.now >= around.stale_at:
        return Change(state=RunState.EXPIRED, reason=TOO_LATE)
    if around.is_paused:
        return Change(state=RunState.BLOCKED, reason=PAUSED)
    if not around.is_automatic or around.approval is Approval.NEVER:
        return _by_hand(ByHand(reason=Reason.NOT_AUTOMATED))
    return Change(state=RunState.DUE)


def beginning(present: RunState, around: Circumstances) -> Change | None:
    """Return what an ordered run becomes before anything is done; None where it stays as it is.

    Who was interrupted begins again while it is not too late: what it may have done has the same
    key. Afterwards nobody knows what it did.
    """
    if present is RunState.RUNNING and around.now >= around.stale_at:
        return Change(state=RunState.UNCONFIRMED, reason=INTERRUPTED)
    if present not in (RunState.DUE, RunState.RUNNING):
        return None
    change = opening(around)
    return Change(state=RunState.RUNNING) if change.state is RunState.DUE else change


def ending(outcome: RunOutcome, around: Circumstances) -> Change:
    """Return what a run becomes by what came of its order."""
    match outcome:
        case Verified():
            return Change(
                state=RunState.VERIFIED,
                evidence=outcome.evidence,
                verified_at=outcome.at,
                is_touched=outcome.is_touched,
            )
        case Accepted():
            return _accepted(outcome, around)
        case Failed():
            return Change(state=RunState.FAILED, reason=outcome.reason)
        case Unconfirmed():
            return _unconfirmed(outcome.reason, outcome.evidence)
        case NothingDue():
            return Change(state=RunState.VOID, reason=outcome.reason)
        case _:
            return _by_hand(outcome)


def passing(
    present: RunState, task: TaskState | None, around: Circumstances, day_ends_at: datetime
) -> Change | None:
    """Return what a run becomes by itself as time passes and people work; None where nothing."""
    if present is RunState.MANUAL:
        return _after_task(task, around, day_ends_at)
    if present is RunState.BLOCKED and not around.is_paused:
        return opening(around)
    if present is RunState.DUE and around.now >= around.stale_at:
        return Change(state=RunState.EXPIRED, reason=TOO_LATE)
    if around.now < around.stale_at + GIVES_UP_AFTER:
        return None
    reason = _LEFT_LYING.get(present)
    return None if reason is None else Change(state=RunState.UNCONFIRMED, reason=reason)


_LEFT_LYING: Mapping[RunState, str] = {
    RunState.RUNNING: INTERRUPTED,
    RunState.ACCEPTED: Reason.NOT_VERIFIED,
}


def _accepted(outcome: Accepted, around: Circumstances) -> Change:
    if outcome.check_at and outcome.check_at > around.stale_at + GIVES_UP_AFTER:
        return _unconfirmed(Reason.NOT_VERIFIED, outcome.evidence)
    return Change(state=RunState.ACCEPTED, evidence=outcome.evidence, check_at=outcome.check_at)


def _unconfirmed(reason: str, evidence: str | None) -> Change:
    return Change(state=RunState.UNCONFIRMED, reason=reason, evidence=evidence)


def _after_task(
    task: TaskState | None, around: Circumstances, day_ends_at: datetime
) -> Change | None:
    if task is TaskState.DONE:
        return Change(state=RunState.DONE_BY_HAND, is_touched=True)
    if task is TaskState.DECLINED:
        return Change(state=RunState.VOID, reason=TaskState.DECLINED)
    if around.now < day_ends_at:
        return None
    is_late = around.approval is Approval.ASK and around.is_automatic
    return Change(state=RunState.EXPIRED if is_late else RunState.MISSED, reason=TOO_LATE)


def _by_hand(task: ByHand) -> Change:
    return Change(
        state=RunState.MANUAL,
        reason=task.reason,
        is_touched=True,
        check_at=task.check_at,
        task=task,
    )
