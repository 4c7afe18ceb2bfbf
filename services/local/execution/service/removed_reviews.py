"""Use case of a whole reading of the profile's reviews: what has gone, and who hears of it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.execution.domain.reply_state import MAY_BE_DECLINED, ReplyState
from local.execution.repository.replies import ReplyRepository
from local.execution.service.replies import SOURCE
from local.execution.service.reply_tasks import ReplyTasks
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from local.reviews.service import RemovedReview, ReviewService
from shared.clock import Clock

REVIEW_REMOVED = "review_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReading:
    """What a whole reading showed: how many are gone, and whether more are missed."""

    removed: int
    is_unsure: bool


class RemovedReviewService:
    """The reviews of one tenant's profile that are no more there."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._reviews = ReviewService(session, tenant_id, clock=clock)
        self._replies = ReplyRepository(session, tenant_id)
        self._reply_tasks = ReplyTasks(session, tenant_id, clock=clock)
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)

    async def note(self, present: AbstractSet[str]) -> WholeReading:
        """Write down what is gone, drop the replies to it, and tell the owner in one task."""
        removed = await self._reviews.compare(SOURCE, present)
        if removed:
            await self._drop_replies([one.id for one in removed])
            await self._tell(removed)
        is_unsure = await self._reviews.is_missing_any(SOURCE)
        return WholeReading(removed=len(removed), is_unsure=is_unsure)

    async def _drop_replies(self, review_ids: Sequence[UUID]) -> None:
        now = self._clock.now()
        for row in (await self._replies.find_for_reviews(review_ids)).values():
            if ReplyState(row.state) not in MAY_BE_DECLINED:
                continue
            row.state, row.reason = ReplyState.DECLINED, REVIEW_REMOVED
            row.ended_at, row.changed_at, row.next_at = now, now, None
            await self._reply_tasks.close(row)

    async def _tell(self, removed: Sequence[RemovedReview]) -> None:
        stars = sorted(str(one.stars.normalize()) for one in removed if one.stars is not None)
        shown = ", ".join(f"{one}★ x {stars.count(one)}" for one in sorted(set(stars)))
        await self._tasks.open(
            NewManualTask(
                key=f"removed_reviews:{self._clock.now().isoformat()}",
                kind=ManualTaskKind.LOOK_AT_REMOVED_REVIEWS,
                reason=Reason.NEEDS_PERSON,
                facts={"count": str(len(removed)), "stars": shown or "-"},
            )
        )
