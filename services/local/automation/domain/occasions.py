"""Which runs come of what happened at the shop? Facts in, runs out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    """Yield what comes of posts: the day's are written and posted, an owner's only posted.

    The day's posts on Facebook and Instagram are one run, done once each can be seen. A text counts
    as written once a post that holds it was seen: Google's, where there is one.
    """
    days: dict[date, list[PostFact]] = {}
    for fact in facts:
        if fact.for_day is None:
            yield _of_posts(_routine(fact), fact.id, _day(fact.at, zone), [fact])
        else:
            days.setdefault(fact.for_day, []).append(fact)
    for on, of_day in sorted(days.items()):
        google = [fact for fact in of_day if fact.channel is PostChannel.GOOGLE]
        social = [fact for fact in of_day if fact.channel is not PostChannel.GOOGLE]
        if google:
            yield _of_posts(Routine.POST_UPDATE, DAY, on, google)
        if social:
            yield _of_posts(Routine.PUBLISH_POST, DAY, on, social)
        yield _of_posts(Routine.CREATE_CONTENT, DAY, on, google or social)


def _routine(fact: PostFact) -> Routine:
    is_google = fact.channel is PostChannel.GOOGLE
    return Routine.POST_UPDATE if is_google else Routine.PUBLISH_POST


def _of_posts(routine: Routine, key: str, on: date, facts: Sequence[PostFact]) -> Run:
    """Return one run of posts that belong together: as far as the one that is least far."""
    run_states = [OF_POSTS[fact.state] for fact in facts]
    behind = [fact for fact in facts if OF_POSTS[fact.state] is not RunState.VERIFIED]
    last = behind[0] if behind else max(facts, key=lambda fact: fact.verified_at or fact.at)
    return Run(
        routine=routine,
        key=key,
        on=on,
        state=OF_POSTS[last.state],
        is_touched=any(fact.approved_by == _BY_OWNER for fact in facts),
        reason=last.reason,
        evidence=f"post:{last.id}",
        verified_at=last.verified_at if set(run_states) == {RunState.VERIFIED} else None,
    )


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
