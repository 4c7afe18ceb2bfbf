"""Use cases of manual tasks: open one, close it, take it, finish it, decline it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.guidance.domain.guides import problems_of
from local.guidance.domain.manual_task import (
    ENDED,
    ManualTaskKind,
    NewManualTask,
    TaskState,
    may_become,
)
from local.guidance.errors import ManualTaskEndedError, UntellableTaskError
from local.guidance.models import ManualTaskRow
from local.guidance.repository import ManualTaskRepository, tenants_with_open
from local.webhooks.domain.event_types import EventType
from local.webhooks.service.announcing import AnnouncingService
from shared.clock import Clock
from shared.ids import new_id


class ManualTaskService:
    """What the people of one tenant's business have to do."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tasks = ManualTaskRepository(session, tenant_id)
        self._clock = clock
        self._webhooks = AnnouncingService(session, tenant_id, clock=clock)

    async def open(self, task: NewManualTask) -> ManualTaskRow:
        """Open a task, once for its key; what became of it since stays."""
        if problems := problems_of(task):
            raise UntellableTaskError(problems)
        now, task_id = self._clock.now(), new_id()
        row = await self._tasks.put(
            {
                "id": task_id,
                "key": task.key,
                "kind": task.kind,
                "reason": task.reason,
                "facts": dict(task.facts),
                "text_to_copy": task.text_to_copy,
                "link": task.link,
                "due_at": task.due_at,
                "state": TaskState.OPEN,
                "opened_at": now,
                "changed_at": now,
            }
        )
        if row.id == task_id:
            await self._announce(EventType.TASK_OPENED, row)
        return row

    async def close(self, key: str) -> None:
        """Close a task of which nothing is left to do; one that has ended stays as it is."""
        row = await self._tasks.lock_by_key(key)
        if row is not None and TaskState(row.state) not in ENDED:
            row.state, row.changed_at = TaskState.CLOSED, self._clock.now()

    async def withdraw(self, key: str) -> bool:
        """Close a task; tell whether nobody has begun with it, nor will."""
        row = await self._tasks.lock_by_key(key)
        if row is None or row.state in (TaskState.CLOSED, TaskState.DECLINED):
            return True
        if row.state != TaskState.OPEN:
            return False
        row.state, row.changed_at = TaskState.CLOSED, self._clock.now()
        return True

    async def take(self, task_id: UUID) -> ManualTaskRow:
        """Say that somebody is at it."""
        return await self._become(task_id, TaskState.TAKEN, None)

    async def finish(self, task_id: UUID, proof: str | None) -> ManualTaskRow:
        """Say that it is done."""
        return await self._become(task_id, TaskState.DONE, proof)

    async def decline(self, task_id: UUID, reason: str) -> ManualTaskRow:
        """Say that it will not be done, and why."""
        return await self._become(task_id, TaskState.DECLINED, reason)

    async def hurry(self, key: str) -> bool:
        """Call an open task urgent; tell whether it was not before."""
        row = await self._tasks.lock_by_key(key)
        if row is None or row.is_urgent or TaskState(row.state) in ENDED:
            return False
        row.is_urgent, row.changed_at = True, self._clock.now()
        return True

    async def open_of_kind(self, kind: ManualTaskKind) -> Sequence[ManualTaskRow]:
        """Return the tasks of a kind that nobody has ended, the oldest first."""
        return await self._tasks.open_of_kind(kind)

    async def open_by_kind(self) -> Sequence[tuple[str, int, datetime]]:
        """Return of each kind how many tasks are open, and since when the oldest is."""
        return await self._tasks.open_by_kind()

    async def of_keys(self, keys: Sequence[str]) -> Mapping[str, ManualTaskRow]:
        """Return the tasks of these keys by key; one that was never opened is left out."""
        return {row.key: row for row in await self._tasks.of_keys(keys)}

    async def list(
        self, states: Sequence[TaskState], before: UUID | None, limit: int
    ) -> Sequence[ManualTaskRow]:
        """Return one task more than `limit`, so that the surplus tells that there are more."""
        return await self._tasks.list(states, before, limit + 1)

    async def _become(self, task_id: UUID, wished: TaskState, note: str | None) -> ManualTaskRow:
        row = await self._tasks.lock(task_id)
        if not may_become(TaskState(row.state), wished):
            raise ManualTaskEndedError(task_id, row.state)
        if row.state != wished:
            row.state, row.note, row.changed_at = wished, note, self._clock.now()
            if wished is TaskState.DONE:
                await self._announce(EventType.TASK_DONE, row)
        return row

    async def _announce(self, type_: EventType, row: ManualTaskRow) -> None:
        await self._webhooks.announce(type_, task_id=row.id, kind=row.kind, reason=row.reason)


async def tenants_waiting_for(session: AsyncSession, kind: ManualTaskKind) -> Sequence[UUID]:
    """Return whose tasks of a kind are open and not urgent yet; for an operator's transaction."""
    return await tenants_with_open(session, kind)
