from dataclasses import replace
from datetime import timedelta

import pytest

from shared.connectors.calls import Dedupe, Done, Failed, FailureKind, Pending
from shared.connectors.ledger_rules import (
    EFFECT_SHOWS_WITHIN,
    HOLD,
    Answered,
    CallRecord,
    CallState,
    LookFirst,
    Start,
    next_step,
    state_after,
)
from tests.shared.connectors.conftest import START

PRINT = "a call"
RECORD = CallRecord(fingerprint=PRINT, state=CallState.CLAIMED, held_until=START + HOLD)
AFTER = START + HOLD + timedelta(seconds=1)
REJECTED = Failed(kind=FailureKind.REJECTED, code="no", message="no")


@pytest.mark.parametrize("dedupe", list(Dedupe))
def test_what_nobody_wanted_before_is_begun(dedupe: Dedupe) -> None:
    assert next_step(None, PRINT, dedupe, START) == Start()


@pytest.mark.parametrize("state", [CallState.CLAIMED, CallState.SENT])
def test_what_somebody_is_at_is_left_to_them(state: CallState) -> None:
    step = next_step(replace(RECORD, state=state), PRINT, Dedupe.NATURAL, START)
    assert isinstance(step, Answered)
    assert isinstance(step.outcome, Failed)
    assert step.outcome.retry_after_seconds == HOLD.total_seconds()


@pytest.mark.parametrize("dedupe", list(Dedupe))
@pytest.mark.parametrize("state", [CallState.CLAIMED, CallState.OPEN])
def test_what_was_never_sent_is_begun_anew(state: CallState, dedupe: Dedupe) -> None:
    assert next_step(replace(RECORD, state=state), PRINT, dedupe, AFTER) == Start()


@pytest.mark.parametrize("state", [CallState.SENT, CallState.UNKNOWN])
def test_after_silence_each_way_of_repeating_has_its_own_step(state: CallState) -> None:
    record = replace(RECORD, state=state, sent_at=START)
    assert next_step(record, PRINT, Dedupe.NATURAL, AFTER) == Start()
    assert next_step(record, PRINT, Dedupe.RECONCILE, AFTER) == LookFirst(
        START + EFFECT_SHOWS_WITHIN
    )
    step = next_step(record, PRINT, Dedupe.LEDGER, AFTER)
    assert isinstance(step, Answered)
    assert isinstance(step.outcome, Failed)
    assert step.outcome.kind is FailureKind.UNKNOWN_OUTCOME


@pytest.mark.parametrize(
    ("state", "kept", "answered"),
    [
        (CallState.DONE, Done(remote_id="1"), Done(remote_id="1", is_replayed=True)),
        (CallState.PENDING, Pending(remote_id="1"), Pending(remote_id="1")),
        (CallState.FAILED, REJECTED, REJECTED),
    ],
)
def test_what_is_settled_is_answered_from_the_ledger(
    state: CallState, kept: Done | Pending | Failed, answered: object
) -> None:
    record = replace(RECORD, state=state, outcome=kept)
    assert next_step(record, PRINT, Dedupe.LEDGER, AFTER) == Answered(answered)  # pyright: ignore[reportArgumentType]  a table's column


def test_a_row_that_lost_its_outcome_claims_nothing() -> None:
    step = next_step(replace(RECORD, state=CallState.DONE), PRINT, Dedupe.LEDGER, AFTER)
    assert isinstance(step, Answered)
    assert isinstance(step.outcome, Failed)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (FailureKind.RETRYABLE, CallState.OPEN),
        (FailureKind.RATE_LIMITED, CallState.OPEN),
        (FailureKind.AUTH_EXPIRED, CallState.OPEN),
        (FailureKind.INVALID_REQUEST, CallState.FAILED),
        (FailureKind.REJECTED, CallState.FAILED),
        (FailureKind.UNKNOWN_OUTCOME, CallState.UNKNOWN),
    ],
)
def test_each_failure_leaves_the_ledger_in_its_state(kind: FailureKind, state: CallState) -> None:
    assert state_after(Failed(kind=kind, code="x", message="x")) is state
