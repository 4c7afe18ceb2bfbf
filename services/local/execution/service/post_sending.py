"""Use cases of posts that only machines see: send one, note what came of it, look again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.execution.domain.post_channel import Channel
from local.execution.domain.post_content import PostContent
from local.execution.domain.post_state import (
    ATTEMPT_ENDS_WITHIN,
    ENDED,
    MAY_BE_SENT,
    Ask,
    PostState,
    Seen,
    Sent,
    Step,
    after_look,
    after_sending,
    waiting_for_connection,
)
from local.execution.jobs import CheckPost, PublishPost
from local.execution.models import PostRow
from local.execution.repository.posts import PostDirectory, PostRepository
from local.execution.service.post_rows import content_of, moments_of
from local.execution.service.post_tasks import PostTasks
from local.guidance.domain.manual_task import Reason
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.jobs.queue import enqueue_many

_MOST_AT_ONCE = 2_000
_PAUSE_IS_LOOKED_AT_EVERY = timedelta(minutes=2)
_EVENTS = {
    PostState.VERIFIED: EventType.POST_VERIFIED,
    PostState.REJECTED: EventType.POST_REJECTED,
    PostState.FAILED: EventType.POST_FAILED,
}
_WHY = {
    Sent.NEEDS_RECONNECT: Reason.NEEDS_RECONNECT,
    Sent.NOT_CONNECTED: Reason.NOT_CONNECTED,
    Sent.REFUSED: Reason.REJECTED,
    Sent.REJECTED: Reason.REJECTED,
    Sent.WAIT: Reason.UNKNOWN_OUTCOME,
    Sent.UNKNOWN: Reason.UNKNOWN_OUTCOME,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A post as it is to be sent: key and first moment stay the same over every attempt."""

    content: PostContent
    first_tried_at: datetime
    revision: int
    key: str
    was_unsure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What came of an attempt, and the vendor's words for it."""

    sent: Sent
    remote_id: str | None = None
    wait_seconds: float = 0.0
    reason: str | None = None
    message: str | None = None


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queue a step for every post whose time has come; what waits for its step is left out."""
    due = await PostDirectory(session).due(now, _MOST_AT_ONCE)
    jobs = [
        (CheckPost if state is PostState.ACCEPTED else PublishPost)(tenant_id, post_id)
        for tenant_id, post_id, state in due
    ]
    await enqueue_many(session, jobs, dedupe_keys=[f"post:{job.post_id}" for job in jobs])
    return len(jobs)


class PostSendingService:
    """The posts of one tenant's business on their way to a channel."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._posts = PostRepository(session, tenant_id)
        self._tasks = PostTasks(session, tenant_id, clock=clock)
        self._pauses = PauseService(session, tenant_id, clock=clock)
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)

    async def channel(self, post_id: UUID) -> Channel:
        """Return where a post goes."""
        return Channel((await self._posts.get(post_id)).channel)

    async def begin(self, post_id: UUID, connection_id: UUID | None) -> Sending | None:
        """Return what is to be sent now; None where there is nothing to send, or no way."""
        row, now = await self._posts.lock(post_id), self._clock.now()
        if row.next_at is None or row.next_at > now:
            return None
        if row.state == PostState.DRAFT:
            await self._expire(row, now)
            return None
        if row.state == PostState.MANUAL and not await self._is_taken_up(row, connection_id, now):
            return None
        if PostState(row.state) not in MAY_BE_SENT | {PostState.MANUAL}:
            return None
        if await self._pauses.is_paused(PausedChannel.GOOGLE):
            row.next_at = now + _PAUSE_IS_LOOKED_AT_EVERY
            return None
        return await self._begun(row, connection_id, now)

    async def note(self, post_id: UUID, sending: Sending, attempted: Attempted) -> None:
        """Write down what came of an attempt, unless another has said it already."""
        row, now = await self._posts.lock(post_id), self._clock.now()
        if row.state != PostState.PUBLISHING or row.revision != sending.revision:
            return
        row.reason, row.message = attempted.reason, attempted.message
        if attempted.sent is Sent.TAKEN:
            row.accepted_at, row.remote_id = now, attempted.remote_id
        step = after_sending(
            attempted.sent,
            moments_of(row),
            was_unsure=sending.was_unsure,
            wait_seconds=attempted.wait_seconds,
            now=now,
        )
        await self._take(row, step, now, _WHY.get(attempted.sent))

    async def looking(self, post_id: UUID) -> str | None:
        """Return under which name to look for a post; None where it is known already."""
        row = await self._posts.lock(post_id)
        is_due = row.next_at is not None and row.next_at <= self._clock.now()
        return row.remote_id or "" if row.state == PostState.ACCEPTED and is_due else None

    async def note_look(self, post_id: UUID, remote_id: str, seen: Seen | None) -> None:
        """Write down what a look at the post showed."""
        row, now = await self._posts.lock(post_id), self._clock.now()
        if row.state != PostState.ACCEPTED or (row.remote_id or "") != remote_id:
            return
        row.public_url = (seen.public_url if seen else None) or row.public_url
        step = after_look(seen, row.accepted_at or now, now)
        await self._take(row, step, now, Reason.REJECTED)

    async def _begun(
        self, row: PostRow, connection_id: UUID | None, now: datetime
    ) -> Sending | None:
        was_unsure, moments = row.may_be_out, moments_of(row)
        # Over another connection the ledger knows nothing of the earlier attempt.
        is_way_lost = was_unsure and row.connection_id != connection_id
        if now >= moments.ends_at or connection_id is None or is_way_lost:
            sent = Sent.WAIT if now >= moments.ends_at else Sent.NOT_CONNECTED
            step = after_sending(sent, moments, was_unsure=was_unsure, wait_seconds=0, now=now)
            await self._take(row, step, now, _WHY[sent])
            return None
        row.state, row.may_be_out, row.changed_at = PostState.PUBLISHING, True, now
        first_tried_at = row.first_tried_at or now
        row.first_tried_at, row.connection_id = first_tried_at, connection_id
        row.next_at = now + ATTEMPT_ENDS_WITHIN
        return Sending(
            content=content_of(row),
            # Read back from its row it has another zone, and the ledger would see another call.
            first_tried_at=first_tried_at.astimezone(UTC),
            revision=row.revision,
            key=f"post:{row.id}:{row.revision}",
            was_unsure=was_unsure,
        )

    async def _is_taken_up(self, row: PostRow, connection_id: UUID | None, now: datetime) -> bool:
        """Tell whether a post that waits for a person goes out by itself after all."""
        step = waiting_for_connection(moments_of(row), now)
        if step.state is PostState.MANUAL and (
            connection_id is None or now >= moments_of(row).ends_at
        ):
            row.next_at = step.again_at
            return False
        if not await self._tasks.take_back(row):
            row.next_at = None
            return False
        if step.state is PostState.MANUAL:
            return True
        await self._expire(row, now)
        return False

    async def _expire(self, row: PostRow, now: datetime) -> None:
        await self._take(row, Step(state=PostState.EXPIRED), now, None)
        await self._tasks.close(row)

    async def _take(self, row: PostRow, step: Step, now: datetime, why: Reason | None) -> None:
        row.state, row.next_at, row.changed_at = step.state, step.again_at, now
        row.may_be_out = step.may_be_out
        row.ended_at = now if step.state in ENDED else None
        if event := _EVENTS.get(step.state):
            await self._webhooks.announce(event, post_id=row.id, channel=row.channel)
        if step.ask is Ask.LOOK:
            await self._tasks.ask_to_look(row)
        elif step.ask is Ask.POST:
            await self._tasks.ask_to_post(row, why or Reason.REJECTED)
