"""Use cases of replies that only machines see: send one, note what came of it, look again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.execution.domain.reply_state import (
    LEFT_LYING_AFTER,
    MAY_BE_SENT,
    SENDING_ENDS_AFTER,
    ReplyState,
    Seen,
    Sent,
    Step,
    after_look,
    after_sending,
)
from local.execution.jobs import CheckReply, PublishReply
from local.execution.models import ReplyRow
from local.execution.repository.replies import ReplyRepository
from local.execution.service.reply_tasks import ReplyTasks
from local.guidance.domain.manual_task import Reason
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.jobs.queue import enqueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A reply as it is to be sent, or was: its key stays the same over every attempt."""

    review_name: str
    text: str
    revision: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What came of an attempt, and the vendor's words for it."""

    sent: Sent
    wait_seconds: float = 0.0
    reason: str | None = None
    message: str | None = None


_EVENTS = {
    ReplyState.VERIFIED: EventType.REPLY_APPROVED,
    ReplyState.REJECTED: EventType.REPLY_REJECTED,
}
_WHY = {
    Sent.NEEDS_RECONNECT: Reason.NEEDS_RECONNECT,
    Sent.NOT_CONNECTED: Reason.NOT_CONNECTED,
    Sent.REFUSED: Reason.REJECTED,
    Sent.WAIT: Reason.UNKNOWN_OUTCOME,
}


class SendingService:
    """The replies of one tenant's business on their way to Google."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._replies = ReplyRepository(session, tenant_id)
        self._tasks = ReplyTasks(session, tenant_id, clock=clock)
        self._pauses = PauseService(session, tenant_id, clock=clock)
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)

    async def go_on(self) -> None:
        """Queue what a lost job left lying, and what waited for a connection that is back."""
        now = self._clock.now()
        for row in await self._replies.lock_stuck(now - LEFT_LYING_AFTER):
            step = ReplyState.PUBLISHING if row.accepted_at is None else ReplyState.ACCEPTED
            await self._take(row, Step(state=step, again_at=now), now)
        for row in await self._replies.lock_waiting_for_connection(now - SENDING_ENDS_AFTER):
            await self._take(row, Step(state=ReplyState.PUBLISHING, again_at=now), now)
            await self._tasks.close(row)

    async def begin(self, reply_id: UUID) -> Sending | None:
        """Return what is to be sent; None where it was sent or is not to be sent any more."""
        row = await self._replies.lock(reply_id)
        if ReplyState(row.state) not in MAY_BE_SENT:
            return None
        if await self._pauses.is_paused(PausedChannel.GOOGLE):
            # The next look at the reviews finds it lying, and tries again.
            return None
        row.state = ReplyState.PUBLISHING
        return _sending(row)

    async def note(self, reply_id: UUID, sending: Sending, attempted: Attempted) -> None:
        """Write down what came of an attempt, unless other words have taken its place."""
        row = await self._replies.lock(reply_id)
        if row.state != ReplyState.PUBLISHING or row.revision != sending.revision:
            return
        now = self._clock.now()
        began = row.approved_at or now
        step = after_sending(attempted.sent, began, attempted.wait_seconds, now)
        row.reason, row.message = attempted.reason, attempted.message
        if step.state is ReplyState.ACCEPTED:
            row.accepted_at = now
        await self._take(row, step, now)
        if step.asks_person:
            await self._tasks.ask_to_send(row, _WHY[attempted.sent])

    async def looking(self, reply_id: UUID) -> Sending | None:
        """Return what to look for; None where it is known already."""
        row = await self._replies.lock(reply_id)
        return _sending(row) if row.state == ReplyState.ACCEPTED else None

    async def note_look(
        self, reply_id: UUID, sending: Sending, seen: Seen | None, violation: str | None
    ) -> None:
        """Write down what a look at the review showed."""
        row = await self._replies.lock(reply_id)
        if row.state != ReplyState.ACCEPTED or row.revision != sending.revision:
            return
        now = self._clock.now()
        step = after_look(seen, row.accepted_at or now, now)
        row.reason = violation or row.reason
        await self._take(row, step, now)
        if step.state is ReplyState.UNCONFIRMED:
            await self._tasks.ask_to_look(row)
        elif step.asks_person:
            await self._tasks.ask_to_send(row, Reason.REJECTED)

    async def _take(self, row: ReplyRow, step: Step, now: datetime) -> None:
        row.state, row.next_at, row.changed_at = step.state, step.again_at, now
        if event := _EVENTS.get(step.state):
            await self._webhooks.announce(event, reply_id=row.id, review_id=row.review_id)
        if step.again_at is None:
            row.ended_at = None if step.state is ReplyState.MANUAL else now
            return
        kind = CheckReply if step.state is ReplyState.ACCEPTED else PublishReply
        # The job that is running holds its own key; the next one has the moment in its name.
        key = f"{kind.__name__}:{row.id}:{step.again_at.timestamp():.0f}"
        job = kind(self._tenant_id, row.id)
        await enqueue(self._session, job, dedupe_key=key, run_at=step.again_at)


def _sending(row: ReplyRow) -> Sending:
    return Sending(
        review_name=row.review_name,
        text=row.text or "",
        revision=row.revision,
        key=f"review_reply:{row.id}:{row.revision}",
    )
