"""Each thing that happened is one run, on the shop's own day, with what was read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from local.automation.domain.occasions import (
    Inquiry,
    runs_of_inquiries,
    runs_of_posts,
    runs_of_reminders,
    runs_of_replies,
)
from local.automation.domain.routines import DAILY, ROUTINES, THE_REST, Routine
from local.automation.domain.run import OF_MESSAGES, OF_POSTS, OF_REPLIES, RunState
from local.execution.domain.post_channel import Channel
from local.execution.domain.post_fact import PostFact
from local.execution.domain.post_state import PostState
from local.execution.domain.reply_fact import ReplyFact
from local.execution.domain.reply_state import ReplyState
from local.guidance.domain.manual_task import TaskState
from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_fact import MessageFact, ReceivedFact
from local.messaging.domain.message_state import MessageState
from local.messaging.domain.reaction import ReactionKind

ZONE = ZoneInfo("Asia/Kolkata")
AT = datetime(2026, 11, 26, 18, 29, tzinfo=UTC)
TODAY = date(2026, 11, 26)
REPLY = ReplyFact(
    id="1", at=AT, state=ReplyState.VERIFIED, approved_by="rule", reason=None, verified_at=AT
)
POST = PostFact(
    id="p",
    channel=Channel.GOOGLE,
    for_day=TODAY,
    at=AT,
    state=PostState.VERIFIED,
    approved_by="rule",
    reason=None,
    verified_at=AT,
)
MESSAGE = MessageFact(
    id="m",
    key="answer:w1",
    at=AT,
    purpose=Purpose.ANSWER,
    state=MessageState.DELIVERED,
    ordered_by="rule",
    reason=None,
    verified_at=AT,
)
RECEIVED = ReceivedFact(id="r", vendor_id="w1", at=AT, reaction=ReactionKind.ANSWER)


def test_there_are_nine_daily_ones_and_twenty_two_in_all() -> None:
    assert [len(routines) for routines in DAILY.values()] == [3, 3, 3]
    assert len(ROUTINES) == len(Routine) == 22
    assert len(THE_REST) == 13
    assert all(ROUTINES[r].channel is channel for channel, rs in DAILY.items() for r in rs)


def test_every_state_of_a_reply_and_a_message_is_one_of_a_run() -> None:
    assert OF_REPLIES.keys() == set(ReplyState)
    assert OF_MESSAGES.keys() == set(MessageState)
    assert OF_POSTS.keys() == set(PostState)


def test_a_post_of_ours_is_written_and_posted_and_the_owners_only_posted() -> None:
    runs = list(runs_of_posts([POST, replace(POST, id="2", for_day=None)], ZONE))
    assert [(run.routine, run.key) for run in runs] == [
        (Routine.POST_UPDATE, "2"),
        (Routine.POST_UPDATE, "day"),
        (Routine.CREATE_CONTENT, "day"),
    ]
    assert {run.state for run in runs} == {RunState.VERIFIED}


def test_the_days_posts_on_facebook_and_instagram_are_one_run_as_far_as_the_last_of_them() -> None:
    facebook = replace(POST, id="2", channel=Channel.FACEBOOK)
    instagram = replace(POST, id="3", channel=Channel.INSTAGRAM, state=PostState.ACCEPTED)
    runs = {run.routine: run for run in runs_of_posts([facebook, instagram], ZONE)}
    assert set(runs) == {Routine.PUBLISH_POST, Routine.CREATE_CONTENT}
    run = runs[Routine.PUBLISH_POST]
    assert (run.state, run.evidence, run.verified_at) == (RunState.ACCEPTED, "post:3", None)
    seen = replace(instagram, state=PostState.VERIFIED)
    (run, _) = runs_of_posts([facebook, seen], ZONE)
    assert run.state is RunState.VERIFIED
    assert run.verified_at is not None


def test_what_is_written_for_google_is_what_counts_as_written() -> None:
    facebook = replace(POST, id="2", channel=Channel.FACEBOOK, state=PostState.FAILED)
    runs = {run.routine: run for run in runs_of_posts([facebook, POST], ZONE)}
    assert runs[Routine.CREATE_CONTENT].evidence == f"post:{POST.id}"
    assert runs[Routine.PUBLISH_POST].state is RunState.FAILED


def test_an_owners_post_on_facebook_is_a_run_of_its_own() -> None:
    (run,) = runs_of_posts([replace(POST, channel=Channel.FACEBOOK, for_day=None)], ZONE)
    assert (run.routine, run.key) == (Routine.PUBLISH_POST, POST.id)


def test_the_day_rolls_at_the_shops_own_midnight() -> None:
    later = replace(REPLY, at=AT + timedelta(minutes=1))
    days = [run.on for run in runs_of_replies([REPLY, later], ZONE)]
    assert days == [TODAY, TODAY + timedelta(days=1)]


def test_a_reply_that_the_owner_approved_was_touched() -> None:
    (run,) = runs_of_replies([replace(REPLY, approved_by="owner")], ZONE)
    assert run.is_touched
    assert run.evidence == "review_reply:1"


def test_a_reminder_counts_once_its_time_has_come() -> None:
    reminder = replace(MESSAGE, purpose=Purpose.REMINDERS)
    assert list(runs_of_reminders([reminder], ZONE, AT - timedelta(seconds=1))) == []
    (run,) = runs_of_reminders([reminder, MESSAGE], ZONE, AT)
    assert (run.routine, run.state) == (Routine.SEND_REMINDERS, RunState.VERIFIED)


def inquiries(reaction: ReactionKind, task: TaskState | None = None) -> list[RunState]:
    received = replace(RECEIVED, reaction=reaction)
    runs = runs_of_inquiries([Inquiry(received=received, task=task)], [MESSAGE], ZONE)
    return [run.state for run in runs]


def test_an_answered_inquiry_is_as_far_as_its_answer() -> None:
    assert inquiries(ReactionKind.ANSWER) == [RunState.VERIFIED]


def test_an_inquiry_whose_answer_is_not_known_yet_is_no_run_yet() -> None:
    inquiry = Inquiry(received=replace(RECEIVED, vendor_id="w2"), task=None)
    assert list(runs_of_inquiries([inquiry], [MESSAGE], ZONE)) == []


@pytest.mark.parametrize("kind", [ReactionKind.OPT_OUT, ReactionKind.NOTHING, ReactionKind.OPT_IN])
def test_what_wants_no_answer_is_no_run(kind: ReactionKind) -> None:
    assert inquiries(kind) == []


@pytest.mark.parametrize(
    ("task", "state"),
    [
        (None, RunState.MANUAL),
        (TaskState.OPEN, RunState.MANUAL),
        (TaskState.TAKEN, RunState.MANUAL),
        (TaskState.DONE, RunState.DONE_BY_HAND),
        (TaskState.CLOSED, RunState.DONE_BY_HAND),
        (TaskState.DECLINED, RunState.VOID),
    ],
)
def test_what_a_person_answers_is_as_far_as_the_task(
    task: TaskState | None, state: RunState
) -> None:
    assert inquiries(ReactionKind.PERSON, task) == [state]
    assert inquiries(ReactionKind.ACKNOWLEDGE, task) == [state]
