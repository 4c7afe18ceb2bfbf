"""What follows for a post from what was sent, what was seen, and what time it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.execution.domain.post_state import (
    CHECKING_ENDS_AFTER,
    CONNECTION_LOOKED_FOR_EVERY,
    ENDED,
    FIRST_CHECK_AFTER,
    MAY_BE_APPROVED,
    SENDING_ENDS_AFTER,
    Ask,
    Moments,
    PostState,
    Seen,
    Sent,
    Step,
    after_approval,
    after_look,
    after_sending,
    waiting_for_connection,
)

BEGAN = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATER = BEGAN + timedelta(minutes=5)
OVER = BEGAN + SENDING_ENDS_AFTER
EVENING = BEGAN + timedelta(hours=9)
LASTING = Moments(publish_at=BEGAN, expires_at=None)
OF_TODAY = Moments(publish_at=BEGAN, expires_at=EVENING)
PUBLISHING, MANUAL = PostState.PUBLISHING, PostState.MANUAL
LOOK = Step(state=PostState.UNCONFIRMED, may_be_out=True, ask=Ask.LOOK)
WAITS = LATER + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("sent", "moments", "was_unsure", "now", "step"),
    [
        (
            Sent.TAKEN,
            LASTING,
            True,
            LATER,
            Step(state=PostState.ACCEPTED, again_at=LATER + FIRST_CHECK_AFTER),
        ),
        (Sent.WAIT, LASTING, False, LATER, Step(state=PUBLISHING, again_at=WAITS)),
        (Sent.WAIT, LASTING, True, LATER, Step(state=PUBLISHING, again_at=WAITS, may_be_out=True)),
        (
            Sent.UNKNOWN,
            LASTING,
            False,
            LATER,
            Step(state=PUBLISHING, again_at=WAITS, may_be_out=True),
        ),
        (Sent.WAIT, LASTING, False, OVER, Step(state=PostState.FAILED, ask=Ask.POST)),
        (Sent.WAIT, OF_TODAY, False, EVENING, Step(state=PostState.EXPIRED)),
        (Sent.WAIT, OF_TODAY, True, EVENING, LOOK),
        (Sent.UNKNOWN, LASTING, False, OVER, LOOK),
        (Sent.REJECTED, LASTING, True, LATER, Step(state=PostState.REJECTED, ask=Ask.POST)),
        (Sent.REFUSED, LASTING, False, LATER, Step(state=PostState.FAILED, ask=Ask.POST)),
        (Sent.REFUSED, LASTING, True, LATER, LOOK),
        (Sent.NEEDS_RECONNECT, LASTING, True, LATER, LOOK),
        (
            Sent.NOT_CONNECTED,
            LASTING,
            False,
            LATER,
            Step(state=MANUAL, again_at=LATER + CONNECTION_LOOKED_FOR_EVERY, ask=Ask.POST),
        ),
        (Sent.NOT_CONNECTED, OF_TODAY, False, EVENING, Step(state=PostState.EXPIRED)),
    ],
)
def test_what_follows_from_sending(
    sent: Sent, moments: Moments, was_unsure: bool, now: datetime, step: Step
) -> None:
    found = after_sending(sent, moments, was_unsure=was_unsure, wait_seconds=90, now=now)
    assert found == step


@given(
    sent=st.sampled_from(Sent),
    was_unsure=st.booleans(),
    hours=st.integers(0, 60),
    moments=st.sampled_from([LASTING, OF_TODAY]),
)
def test_what_may_be_out_is_never_posted_again_and_what_has_not_ended_is_taken_up_again(
    sent: Sent, was_unsure: bool, hours: int, moments: Moments
) -> None:
    now = BEGAN + timedelta(hours=hours)
    step = after_sending(sent, moments, was_unsure=was_unsure, wait_seconds=60, now=now)
    unsure = was_unsure or sent is Sent.UNKNOWN
    if unsure and sent not in (Sent.TAKEN, Sent.REJECTED):
        assert step.may_be_out
        assert step.state not in MAY_BE_APPROVED
        assert step.ask is not Ask.POST
    if step.state not in ENDED and step.state is not MANUAL:
        assert step.again_at is not None
        assert step.again_at > now or step.state is PostState.APPROVED


@pytest.mark.parametrize(
    ("seen", "age", "step"),
    [
        (Seen(is_live=True), timedelta(0), Step(state=PostState.VERIFIED)),
        (Seen(is_live=False), timedelta(0), Step(state=PostState.REJECTED, ask=Ask.POST)),
        (Seen(is_live=None), CHECKING_ENDS_AFTER, LOOK),
        (None, CHECKING_ENDS_AFTER, LOOK),
        (Seen(is_live=True), CHECKING_ENDS_AFTER * 2, Step(state=PostState.VERIFIED)),
        (
            None,
            timedelta(0),
            Step(state=PostState.ACCEPTED, again_at=BEGAN + FIRST_CHECK_AFTER),
        ),
        (
            Seen(is_live=None),
            timedelta(hours=2),
            Step(state=PostState.ACCEPTED, again_at=BEGAN + timedelta(hours=4)),
        ),
    ],
)
def test_what_follows_from_looking(seen: Seen | None, age: timedelta, step: Step) -> None:
    assert after_look(seen, BEGAN, BEGAN + age) == step


def test_looking_ends_within_a_day_and_few_looks() -> None:
    now, looks = BEGAN, 0
    while (step := after_look(None, BEGAN, now)).again_at is not None:
        now, looks = step.again_at, looks + 1
    assert now == BEGAN + CHECKING_ENDS_AFTER
    assert looks <= 15


@pytest.mark.parametrize(
    ("publish_at", "state", "again_at"),
    [
        (LATER + timedelta(hours=1), PostState.SCHEDULED, LATER + timedelta(hours=1)),
        (LATER, PostState.APPROVED, LATER),
        (BEGAN, PostState.APPROVED, LATER),
    ],
)
def test_an_approved_post_goes_out_at_its_time(
    publish_at: datetime, state: PostState, again_at: datetime
) -> None:
    moments = Moments(publish_at=publish_at, expires_at=None)
    assert after_approval(moments, LATER) == Step(state=state, again_at=again_at)


def test_a_post_waits_for_its_connection_as_long_as_it_is_of_use() -> None:
    soon = Step(state=MANUAL, again_at=LATER + CONNECTION_LOOKED_FOR_EVERY)
    assert waiting_for_connection(OF_TODAY, LATER) == soon
    assert waiting_for_connection(OF_TODAY, EVENING) == Step(state=PostState.EXPIRED)
    assert waiting_for_connection(LASTING, OVER) == Step(state=MANUAL)
