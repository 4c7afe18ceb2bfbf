"""Use cases of questions that wait for a person: which, for how long, and which too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.guidance.domain.manual_task import ManualTaskKind
from local.guidance.service import ManualTaskService, tenants_waiting_for
from local.messaging.domain.waiting import minutes_waited
from local.messaging.models import ReceivedMessageRow
from local.messaging.repository.understanding import UnderstandingRepository
from local.messaging.service.desk import DeskService
from shared.clock import Clock

_KIND = ManualTaskKind.ANSWER_MESSAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A message that waits for a person; `waited_minutes` counts as the shop's rules say."""

    row: ReceivedMessageRow
    waited_minutes: int
    is_late: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestions:
    """All of them, the oldest first, and by what they are counted."""

    questions: Sequence[OpenQuestion]
    answer_within_minutes: int
    counts_opening_hours_only: bool
    as_of: datetime


class QuestionService:
    """The questions that wait for the people of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._stored = UnderstandingRepository(session, tenant_id)

    async def open(self) -> OpenQuestions:
        """Return what waits, with its age."""
        urgent = {
            task.key.partition(":")[2]: task.is_urgent
            for task in await self._tasks.open_of_kind(_KIND)
        }
        rows = await self._stored.received([UUID(written) for written in urgent])
        settings, business = await self._desk.settings(), await self._desk.business()
        hours = business.opening_hours if settings.waits_in_opening_hours_only else None
        now, zone = self._clock.now(), ZoneInfo(business.timezone)
        waited = [(row, minutes_waited(row.at, now, hours, zone)) for row in rows]
        return OpenQuestions(
            questions=[
                OpenQuestion(
                    row=row,
                    waited_minutes=minutes,
                    is_late=minutes >= settings.answer_within_minutes,
                    is_urgent=urgent[str(row.id)],
                )
                for row, minutes in waited
            ],
            answer_within_minutes=settings.answer_within_minutes,
            counts_opening_hours_only=hours is not None,
            as_of=now,
        )

    async def hurry_late(self) -> None:
        """Call urgent, once each, what has waited longer than the shop wants."""
        for question in (await self.open()).questions:
            if question.is_late and not question.is_urgent:
                await self._tasks.hurry(f"{_KIND}:{question.row.id}")


async def tenants_with_questions(session: AsyncSession) -> Sequence[UUID]:
    """Return whose customers wait for a person, and nobody was told to hurry; for an operator's."""
    return await tenants_waiting_for(session, _KIND)
