"""What follows from what was sent, what was seen, and how a review looks now."""

from datetime import UTC, datetime, timedelta

import pytest

from local.execution.domain.reply_state import (
    CHECKING_ENDS_AFTER,
    ENDED,
    FIRST_CHECK_AFTER,
    SENDING_ENDS_AFTER,
    ReplyState,
    Seen,
    Sent,
    Step,
    after_look,
    after_sending,
)
from local.execution.domain.reply_sync import ANSWERED_WITHIN, OurReply, Plan, SeenReview, plan

BEGAN = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATER = BEGAN + timedelta(minutes=5)
OURS = Seen(is_ours=True, state=None)


@pytest.mark.parametrize(
    ("sent", "now", "step"),
    [
        (
            Sent.TAKEN,
            LATER,
            Step(state=ReplyState.ACCEPTED, again_at=LATER + FIRST_CHECK_AFTER),
        ),
        (
            Sent.WAIT,
            LATER,
            Step(state=ReplyState.PUBLISHING, again_at=LATER + timedelta(seconds=90)),
        ),
        (
            Sent.WAIT,
            BEGAN + SENDING_ENDS_AFTER,
            Step(state=ReplyState.FAILED, asks_person=True),
        ),
        (Sent.REFUSED, LATER, Step(state=ReplyState.FAILED, asks_person=True)),
        (Sent.NEEDS_RECONNECT, LATER, Step(state=ReplyState.MANUAL, asks_person=True)),
        (Sent.NOT_CONNECTED, LATER, Step(state=ReplyState.MANUAL, asks_person=True)),
    ],
)
def test_what_follows_from_sending(sent: Sent, now: datetime, step: Step) -> None:
    assert after_sending(sent, BEGAN, 90.0, now) == step


@pytest.mark.parametrize(
    ("seen", "age", "state", "asks"),
    [
        (Seen(is_ours=True, state="APPROVED"), timedelta(0), ReplyState.VERIFIED, False),
        (Seen(is_ours=True, state="REJECTED"), timedelta(0), ReplyState.REJECTED, True),
        (Seen(is_ours=True, state="PENDING"), timedelta(0), ReplyState.ACCEPTED, False),
        (Seen(is_ours=True, state="SHINY"), timedelta(0), ReplyState.ACCEPTED, False),
        (OURS, CHECKING_ENDS_AFTER, ReplyState.UNCONFIRMED, True),
        (None, timedelta(0), ReplyState.ACCEPTED, False),
        (None, CHECKING_ENDS_AFTER, ReplyState.UNCONFIRMED, True),
        (Seen(is_ours=False, state="APPROVED"), timedelta(0), ReplyState.ANSWERED, False),
        (Seen(is_ours=False, state=None), CHECKING_ENDS_AFTER, ReplyState.ANSWERED, False),
    ],
)
def test_only_a_verdict_that_was_read_back_counts(
    seen: Seen | None, age: timedelta, state: ReplyState, asks: bool
) -> None:
    step = after_look(seen, BEGAN, BEGAN + age)
    assert (step.state, step.asks_person) == (state, asks)
    assert (step.again_at is None) is (state in ENDED)


def test_looks_become_seldom_and_never_stop_before_the_end() -> None:
    now, looks = BEGAN, 0
    while (step := after_look(OURS, BEGAN, now)).again_at is not None:
        assert step.again_at - now >= FIRST_CHECK_AFTER
        now, looks = step.again_at, looks + 1
    assert step.state is ReplyState.UNCONFIRMED
    assert 5 <= looks <= 20


def seen_review(
    *, answer: str | None = None, age: timedelta = timedelta(0), text: str | None = "Fine"
) -> SeenReview:
    at = BEGAN - age
    return SeenReview(name="r", stars=5, text=text, written_at=at, updated_at=at, answer=answer)


def ours(state: ReplyState, text: str | None = "Fine") -> OurReply:
    fingerprint = seen_review(text=text).fingerprint
    return OurReply(state=state, text="Thank you", drafted_for=fingerprint)


@pytest.mark.parametrize(
    ("seen", "reply", "wanted"),
    [
        (seen_review(), None, Plan.DRAFT),
        (seen_review(answer="Thanks"), None, Plan.NOTHING),
        (seen_review(age=ANSWERED_WITHIN), None, Plan.DRAFT),
        (seen_review(age=ANSWERED_WITHIN + timedelta(seconds=1)), None, Plan.NOTHING),
        (seen_review(), ours(ReplyState.WAITING), Plan.NOTHING),
        (seen_review(answer="By hand"), ours(ReplyState.WAITING), Plan.NOTE_ANSWER),
        (seen_review(answer="By hand"), ours(ReplyState.MANUAL), Plan.NOTE_ANSWER),
        (seen_review(answer="Thank you"), ours(ReplyState.PUBLISHING), Plan.NOTHING),
        (seen_review(text="Bad"), ours(ReplyState.WAITING), Plan.DRAFT_ANEW),
        (seen_review(text="Bad"), ours(ReplyState.ACCEPTED), Plan.NOTHING),
        (seen_review(text="Bad", answer="Thank you"), ours(ReplyState.VERIFIED), Plan.DRAFT_ANEW),
        (seen_review(answer="Thank you"), ours(ReplyState.VERIFIED), Plan.NOTHING),
    ],
)
def test_what_is_done_about_a_review(
    seen: SeenReview, reply: OurReply | None, wanted: Plan
) -> None:
    assert plan(seen, reply, BEGAN) is wanted


def test_a_review_without_a_time_is_not_answered() -> None:
    timeless = SeenReview(
        name="r", stars=5, text=None, written_at=None, updated_at=None, answer=None
    )
    assert plan(timeless, None, BEGAN) is Plan.NOTHING
