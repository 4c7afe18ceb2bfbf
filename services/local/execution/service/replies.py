"""Use cases of replies that people see: draft them, list them, approve, decline."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.service import BusinessService, default_gazetteer
from local.execution.domain.reply_draft import COMPARED_WITH, METHOD, ReplyDraft, reply_draft
from local.execution.domain.reply_fact import ReplyFact
from local.execution.domain.reply_linter import MESSAGES, faults
from local.execution.domain.reply_mode import ReplyMode, first_state
from local.execution.domain.reply_similarity import Earlier
from local.execution.domain.reply_state import (
    ENDED,
    MAY_BE_APPROVED,
    MAY_BE_DECLINED,
    ReplyState,
)
from local.execution.domain.reply_sync import OurReply, Plan, SeenReview, plan
from local.execution.errors import NoWordsError, ReplyDecidedError, UnsoundReplyError
from local.execution.jobs import PublishReply, SyncReviews, sync_key
from local.execution.models import ReplyRow
from local.execution.repository.replies import ReplyRepository
from local.execution.service.reply_tasks import ReplyTasks
from local.reviews.domain.judged_review import judged_review
from local.reviews.domain.review import Review
from local.reviews.service import ReviewService
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue

SOURCE = "google_business_profile"
LICENCE = "The shop's own profile, read with its owner's leave."
BY_RULE, BY_OWNER = "rule", "owner"


class ReplyService:
    """The replies of one tenant's business, as its people see them."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._replies = ReplyRepository(session, tenant_id)
        self._reviews = ReviewService(session, tenant_id, clock=clock)
        self._tasks = ReplyTasks(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def mode(self) -> ReplyMode:
        """Return what the shop allows; until it says otherwise, praise is answered by itself."""
        return await self._replies.find_mode() or ReplyMode.AUTO

    async def allow(self, mode: ReplyMode) -> None:
        """Keep what the shop allows from now on; what was approved stays approved."""
        await self._replies.put_mode({"mode": mode, "changed_at": self._clock.now()})

    async def take_in(self, page: Sequence[SeenReview]) -> bool:
        """Store reviews as they are at Google now, and draft or drop replies to them.

        Tell whether any of them was new or had changed: the pages come the last changed first.
        """
        stored = await self._reviews.keep(SOURCE, LICENCE, [_review(seen) for seen in page])
        ours = await self._replies.find_for_reviews(list(stored.ids.values()))
        mode = await self.mode()
        for seen in page:
            review_id = stored.ids[seen.name]
            row = ours.get(review_id)
            wanted = plan(seen, _ours(row), self._clock.now())
            if wanted is Plan.NOTE_ANSWER and row is not None:
                await self._end(row, ReplyState.ANSWERED)
            elif wanted is not Plan.NOTHING and mode is not ReplyMode.NEVER:
                await self._draft(seen, review_id, row, mode)
        return stored.has_news

    async def ask_for_sync(self) -> None:
        """Have the reviews read now; while that waits, asking again adds nothing."""
        job = SyncReviews(self._tenant_id)
        await enqueue(self._session, job, dedupe_key=sync_key(job))

    async def list(
        self, states: Sequence[ReplyState], before: UUID | None, limit: int
    ) -> Sequence[ReplyRow]:
        """Return replies, one more than the limit, so that the surplus tells of more."""
        return await self._replies.list(states, before, limit + 1)

    async def since(self, moment: datetime) -> Sequence[ReplyFact]:
        """Return replies that were first drafted since a moment."""
        return [_fact(row) for row in await self._replies.since(moment)]

    async def counts(self) -> Mapping[str, int]:
        """Return how many replies are in each state."""
        return await self._replies.counts()

    async def approve(self, reply_id: UUID, text: str | None) -> ReplyRow:
        """Send a reply in these words, or as drafted; approved again, it stays approved."""
        row = await self._replies.lock(reply_id)
        words = row.text if text is None else text.strip()
        if row.state == ReplyState.APPROVED and words == row.text:
            return row
        if ReplyState(row.state) not in MAY_BE_APPROVED | {ReplyState.APPROVED}:
            raise ReplyDecidedError(reply_id, row.state, "approved")
        if words is None:
            raise NoWordsError
        earlier = await self._replies.latest_texts(COMPARED_WITH, but_not=reply_id)
        if found := faults(words, Earlier(earlier)):
            raise UnsoundReplyError([MESSAGES[fault] for fault in found])
        row.text, row.revision = words, row.revision + 1
        await self._approved(row, BY_OWNER)
        await self._tasks.close(row)
        return row

    async def decline(self, reply_id: UUID) -> ReplyRow:
        """Leave a review without a reply; declined again, it stays declined."""
        row = await self._replies.lock(reply_id)
        if row.state == ReplyState.DECLINED:
            return row
        if ReplyState(row.state) not in MAY_BE_DECLINED:
            raise ReplyDecidedError(reply_id, row.state, "declined")
        await self._end(row, ReplyState.DECLINED)
        return row

    async def _draft(
        self, seen: SeenReview, review_id: UUID, row: ReplyRow | None, mode: ReplyMode
    ) -> None:
        draft = await self._drafted(seen, row)
        state = first_state(mode, draft.routing.route, has_text=draft.text is not None)
        if row is not None and row.state in ENDED:
            # It was answered or decided about once: what changed since, a person sees first.
            state = ReplyState.WAITING
        row = await self._kept(seen, review_id, row, draft)
        if state is ReplyState.APPROVED:
            await self._approved(row, BY_RULE)
        else:
            await self._tasks.ask_for_approval(row)

    async def _drafted(self, seen: SeenReview, row: ReplyRow | None) -> ReplyDraft:
        business, _ = await self._businesses.describe(self._tenant_id)
        earlier = await self._replies.latest_texts(COMPARED_WITH, but_not=row.id if row else None)
        return reply_draft(judged_review(_review(seen), business.category), earlier)

    async def _kept(
        self, seen: SeenReview, review_id: UUID, row: ReplyRow | None, draft: ReplyDraft
    ) -> ReplyRow:
        """Write a draft down: a new reply, or the next wording of one that is there."""
        now = self._clock.now()
        values = _drafted_values(seen, draft) | {"state": ReplyState.WAITING, "changed_at": now}
        if row is None:
            reply_id = new_id()
            await self._replies.put(
                values | {"id": reply_id, "review_id": review_id, "revision": 1, "created_at": now}
            )
            return await self._replies.lock(reply_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.approved_by = row.approved_at = row.accepted_at = row.ended_at = row.next_at = None
        return row

    async def _approved(self, row: ReplyRow, by: str) -> None:
        now = self._clock.now()
        row.state, row.approved_by, row.approved_at = ReplyState.APPROVED, by, now
        row.accepted_at = row.ended_at = row.next_at = None
        row.changed_at, row.reason, row.message = now, None, None
        job = PublishReply(self._tenant_id, row.id)
        await enqueue(self._session, job, dedupe_key=f"reply:{row.id}:{row.revision}")

    async def _end(self, row: ReplyRow, state: ReplyState) -> None:
        now = self._clock.now()
        row.state, row.ended_at, row.changed_at, row.next_at = state, now, now, None
        await self._tasks.close(row)


def _drafted_values(seen: SeenReview, draft: ReplyDraft) -> dict[str, Any]:
    return {
        "review_name": seen.name,
        "drafted_for": seen.fingerprint,
        "stars": None if seen.stars is None else Decimal(seen.stars),
        "written_at": seen.written_at,
        "text": draft.text,
        "language": draft.language,
        "route": draft.routing.route,
        "route_reason": draft.routing.reason,
        "method": METHOD,
        "reason": None,
        "message": None,
    }


def _review(seen: SeenReview) -> Review:
    return Review(
        source=SOURCE,
        source_id=seen.name,
        stars=None if seen.stars is None else Decimal(seen.stars),
        text=seen.text,
        written_at=seen.written_at,
    )


def _ours(row: ReplyRow | None) -> OurReply | None:
    if row is None:
        return None
    return OurReply(state=ReplyState(row.state), text=row.text, drafted_for=row.drafted_for)


def _fact(row: ReplyRow) -> ReplyFact:
    state = ReplyState(row.state)
    return ReplyFact(
        id=str(row.id),
        at=row.created_at,
        state=state,
        approved_by=row.approved_by,
        reason=row.reason,
        verified_at=row.ended_at if state is ReplyState.VERIFIED else None,
    )
