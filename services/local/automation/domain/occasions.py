"""Which runs come of what happened at the shop? Facts in, runs out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from local.automation.domain.day import DAY
from local.automation.domain.routines import Routine
from local.automation.domain.run import OF_MESSAGES, OF_POSTS, OF_REPLIES, Run, RunState
from local.execution.domain.post_channel import Channel as PostChannel
from local.execution.domain.post_fact import PostFact
from local.execution.domain.reply_fact import ReplyFact
from local.guidance.domain.manual_task import TaskState
from local.messaging.domain.consent import Purpose
from local.messaging.domain.message_fact import MessageFact, ReceivedFact
from local.messaging.domain.reaction import ReactionKind

_BY_OWNER = "owner"
_BY_A_PERSON = (ReactionKind.PERSON, ReactionKind.ACKNOWLEDGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What a customer wrote, and the person's task that came of it, if one did."""

    received: ReceivedFact
    task: TaskState | None


def runs_of_replies(facts: Sequence[ReplyFact], zone: ZoneInfo) -> Iterator[Run]:
    """Yield a run for each reply."""
    for fact in facts:
        yield Run(
            routine=Routine.REPLY_TO_REVIEWS,
            key=fact.id,
            on=_day(fact.at, zone),
            state=OF_REPLIES[fact.state],
            is_touched=fact.approved_by == _BY_OWNER,
            reason=fact.reason,
            evidence=f"review_reply:{fact.id}",
            verified_at=fact.verified_at,
        )


def runs_of_reminders(facts: Sequence[MessageFact], zone: ZoneInfo, now: datetime) -> Iterator[Run]:
    """Yield a run for each reminder whose time has come."""
    for fact in facts:
        if fact.purpose is Purpose.REMINDERS and fact.at <= now:
            yield _of_message(Routine.SEND_REMINDERS, fact.id, fact, _day(fact.at, zone))


def runs_of_inquiries(
    inquiries: Sequence[Inquiry], messages: Sequence[MessageFact], zone: ZoneInfo
) -> Iterator[Run]:
    """Yield a run for each inquiry: answered by the platform, or a person's.

    What wanted no answer (a thank-you, a "stop") is no inquiry.
    """
    answers = {fact.key: fact for fact in messages}
    for inquiry in inquiries:
        on = _day(inquiry.received.at, zone)
        if inquiry.received.reaction == ReactionKind.ANSWER:
            answer = answers.get(f"answer:{inquiry.received.vendor_id}"[:200])
            if answer is not None:
                yield _of_message(Routine.ANSWER_INQUIRIES, inquiry.received.id, answer, on)
        elif inquiry.received.reaction in _BY_A_PERSON:
            is_service = inquiry.received.reaction == ReactionKind.ACKNOWLEDGE
            yield Run(
                routine=Routine.CUSTOMER_SERVICE if is_service else Routine.ANSWER_INQUIRIES,
                key=inquiry.received.id,
                on=on,
                state=_OF_TASKS[inquiry.task],
                is_touched=True,
                evidence=f"received_message:{inquiry.received.id}",
            )


def runs_of_posts(facts: Sequence[PostFact], zone: ZoneInfo) -> Iterator[Run]:
    """Yield what comes of posts on Google: today's is written and posted, an owner's only posted.

    A text counts as written once the post that holds it was seen.
    """
    for fact in facts:
        if fact.channel is not PostChannel.GOOGLE:
            continue
        is_ours = fact.for_day is not None
        run = Run(
            routine=Routine.POST_UPDATE,
            key=DAY if is_ours else fact.id,
            on=fact.for_day or _day(fact.at, zone),
            state=OF_POSTS[fact.state],
            is_touched=fact.approved_by == _BY_OWNER,
            reason=fact.reason,
            evidence=f"post:{fact.id}",
            verified_at=fact.verified_at,
        )
        yield run
        if is_ours:
            yield replace(run, routine=Routine.CREATE_CONTENT)


# A question's task closes by itself once the owner has answered with the phone.
_OF_TASKS: Mapping[TaskState | None, RunState] = {
    None: RunState.MANUAL,
    TaskState.OPEN: RunState.MANUAL,
    TaskState.TAKEN: RunState.MANUAL,
    TaskState.DONE: RunState.DONE_BY_HAND,
    TaskState.CLOSED: RunState.DONE_BY_HAND,
    TaskState.DECLINED: RunState.VOID,
}


def _of_message(routine: Routine, key: str, fact: MessageFact, on: date) -> Run:
    return Run(
        routine=routine,
        key=key,
        on=on,
        state=OF_MESSAGES[fact.state],
        is_touched=fact.ordered_by == _BY_OWNER,
        reason=fact.reason,
        evidence=f"message:{fact.id}",
        verified_at=fact.verified_at,
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
