"""How runs go on: paused at the last moment, never stale, never claimed before a read-back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

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
from local.automation.domain.progress import (
    Change,
    Circumstances,
    beginning,
    ending,
    opening,
    passing,
)
from local.automation.domain.routines import Approval
from local.automation.domain.run import RunState
from local.guidance.domain.manual_task import Reason, TaskState

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
STALE, DAY_ENDS = NOW + timedelta(hours=1), NOW + timedelta(hours=9)
AROUND = Circumstances(
    now=NOW, stale_at=STALE, approval=Approval.AUTO, is_paused=False, is_automatic=True
)
PAUSED = replace(AROUND, is_paused=True)
LATE = replace(AROUND, now=STALE)
MUCH_LATER = replace(AROUND, now=STALE + GIVES_UP_AFTER)
BY_HAND = replace(AROUND, is_automatic=False)


@pytest.mark.parametrize(
    ("around", "state"),
    [
        (AROUND, RunState.DUE),
        (replace(AROUND, approval=Approval.ASK), RunState.DUE),
        (replace(AROUND, approval=Approval.NEVER), RunState.MANUAL),
        (BY_HAND, RunState.MANUAL),
        (PAUSED, RunState.BLOCKED),
        (replace(BY_HAND, is_paused=True), RunState.BLOCKED),
        (LATE, RunState.EXPIRED),
        (replace(LATE, is_paused=True), RunState.EXPIRED),
    ],
)
def test_a_run_opens_as_what_it_is_for_whoever_does_it(
    around: Circumstances, state: RunState
) -> None:
    assert opening(around).state is state


@pytest.mark.parametrize(
    ("present", "around", "state"),
    [
        (RunState.DUE, AROUND, RunState.RUNNING),
        (RunState.DUE, PAUSED, RunState.BLOCKED),
        (RunState.DUE, LATE, RunState.EXPIRED),
        (RunState.DUE, BY_HAND, RunState.MANUAL),
        (RunState.RUNNING, AROUND, RunState.RUNNING),
        (RunState.RUNNING, PAUSED, RunState.BLOCKED),
        (RunState.RUNNING, LATE, RunState.UNCONFIRMED),
    ],
)
def test_the_last_moment_decides_whether_a_run_begins(
    present: RunState, around: Circumstances, state: RunState
) -> None:
    change = beginning(present, around)
    assert change is not None
    assert change.state is state


@pytest.mark.parametrize("present", set(RunState) - {RunState.DUE, RunState.RUNNING})
def test_what_was_begun_or_has_ended_does_not_begin_again(present: RunState) -> None:
    assert beginning(present, LATE) is None


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Verified(evidence="post:1", at=NOW), RunState.VERIFIED),
        (Accepted(check_at=NOW), RunState.ACCEPTED),
        (Accepted(check_at=STALE + GIVES_UP_AFTER + timedelta(seconds=1)), RunState.UNCONFIRMED),
        (Failed(reason="refused"), RunState.FAILED),
        (Unconfirmed(reason="silence"), RunState.UNCONFIRMED),
        (NothingDue(reason="nothing"), RunState.VOID),
        (ByHand(reason=Reason.NEEDS_APPROVAL), RunState.MANUAL),
    ],
)
def test_only_a_read_back_verifies(outcome: RunOutcome, state: RunState) -> None:
    change = ending(outcome, AROUND)
    assert change.state is state
    assert (change.verified_at is not None) == (state is RunState.VERIFIED)
    assert change.reason or state in (RunState.VERIFIED, RunState.ACCEPTED)


@pytest.mark.parametrize(
    ("present", "around", "state"),
    [
        (RunState.DUE, AROUND, None),
        (RunState.DUE, LATE, RunState.EXPIRED),
        (RunState.BLOCKED, PAUSED, None),
        (RunState.BLOCKED, AROUND, RunState.DUE),
        (RunState.BLOCKED, LATE, RunState.EXPIRED),
        (RunState.RUNNING, LATE, None),
        (RunState.RUNNING, MUCH_LATER, RunState.UNCONFIRMED),
        (RunState.ACCEPTED, LATE, None),
        (RunState.ACCEPTED, MUCH_LATER, RunState.UNCONFIRMED),
        (RunState.VERIFIED, MUCH_LATER, None),
    ],
)
def test_nothing_is_left_lying(
    present: RunState, around: Circumstances, state: RunState | None
) -> None:
    change = passing(present, None, around, DAY_ENDS)
    assert (change and change.state) is state


@pytest.mark.parametrize(
    ("task", "approval", "is_over", "state"),
    [
        (TaskState.OPEN, Approval.NEVER, False, None),
        (TaskState.TAKEN, Approval.NEVER, False, None),
        (TaskState.DONE, Approval.NEVER, True, RunState.DONE_BY_HAND),
        (TaskState.DECLINED, Approval.NEVER, False, RunState.VOID),
        (TaskState.OPEN, Approval.NEVER, True, RunState.MISSED),
        (None, Approval.ASK, True, RunState.EXPIRED),
    ],
)
def test_a_persons_run_is_as_far_as_the_task(
    task: TaskState | None, approval: Approval, is_over: bool, state: RunState | None
) -> None:
    now = DAY_ENDS if is_over else NOW
    around = replace(AROUND, approval=approval, now=now)
    change = passing(RunState.MANUAL, task, around, DAY_ENDS)
    assert (change and change.state) is state


def test_what_a_person_did_or_must_do_was_touched() -> None:
    done = passing(RunState.MANUAL, TaskState.DONE, AROUND, DAY_ENDS)
    assert done == Change(state=RunState.DONE_BY_HAND, is_touched=True)
    assert opening(BY_HAND).is_touched
