"""Use case of the dashboard: put side by side what the other domains have prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.service.records import RunService, Standing
from local.businesses.errors import BusinessNotFoundError
from local.execution.service.replies import ReplyService
from local.guidance.service import ManualTaskService
from local.messaging.service.desk import DeskService, MonthCosts
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """A shop's morning; tasks are by kind: how many are open, and since when the oldest is."""

    standing: Standing
    costs: MonthCosts
    replies: Mapping[str, int]
    tasks: Sequence[tuple[str, int, datetime]]


class DashboardService:
    """The dashboard of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tenant_id = tenant_id
        self._runs = RunService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)
        self._replies = ReplyService(session, tenant_id, clock=clock)
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)

    async def of(self, business_id: UUID) -> Dashboard:
        """Return a business's dashboard; another tenant's business looks like none."""
        if business_id != self._tenant_id:
            raise BusinessNotFoundError(business_id)
        return Dashboard(
            standing=await self._runs.standing(),
            costs=await self._desk.costs(),
            replies=await self._replies.counts(),
            tasks=await self._tasks.open_by_kind(),
        )
