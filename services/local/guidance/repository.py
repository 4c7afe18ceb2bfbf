"""Queries of manual tasks; one tenant's only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.guidance.domain.manual_task import TaskState
from local.guidance.errors import ManualTaskNotFoundError
from local.guidance.models import ManualTaskRow
from shared.db.repository import TenantRepository

_OPEN = (TaskState.OPEN, TaskState.TAKEN)


class ManualTaskRepository(TenantRepository):
    """The tasks of one tenant."""

    async def put(self, values: Mapping[str, Any]) -> ManualTaskRow:
        """Keep a task; where its key is taken, the one that is there stays as it is."""
        new = insert(ManualTaskRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(new.on_conflict_do_nothing(index_elements=["tenant_id", "key"]))
        query = self._query().where(ManualTaskRow.key == values["key"])
        return (await self._session.scalars(query)).one()

    async def lock(self, task_id: UUID) -> ManualTaskRow:
        """Return a task that nobody else changes until the transaction ends."""
        query = self._query().where(ManualTaskRow.id == task_id).with_for_update()
        row = await self._session.scalar(query)
        if row is None:
            raise ManualTaskNotFoundError(task_id)
        return row

    async def lock_by_key(self, key: str) -> ManualTaskRow | None:
        """Return the task of a key, locked; None where there was none."""
        query = self._query().where(ManualTaskRow.key == key).with_for_update()
        return await self._session.scalar(query)

    async def open_by_kind(self) -> Sequence[tuple[str, int, datetime]]:
        """Return of each kind how many tasks are open, and since when the oldest is."""
        query = (
            select(ManualTaskRow.kind, func.count(), func.min(ManualTaskRow.opened_at))
            .where(
                ManualTaskRow.tenant_id == self._tenant_id,
                ManualTaskRow.state.in_(_OPEN),
            )
            .group_by(ManualTaskRow.kind)
            .order_by(ManualTaskRow.kind)
        )
        rows = (await self._session.execute(query)).all()
        return [(row[0], row[1], row[2]) for row in rows]

    async def open_of_kind(self, kind: str) -> Sequence[ManualTaskRow]:
        """Return the tasks of a kind that have not ended, the oldest first."""
        query = self._query().where(ManualTaskRow.kind == kind, ManualTaskRow.state.in_(_OPEN))
        return (await self._session.scalars(query.order_by(ManualTaskRow.id))).all()

    async def of_keys(self, keys: Sequence[str]) -> Sequence[ManualTaskRow]:
        """Return the tasks of these keys."""
        return (await self._session.scalars(self._query().where(ManualTaskRow.key.in_(keys)))).all()

    async def list(
        self, states: Sequence[str], before: UUID | None, limit: int
    ) -> Sequence[ManualTaskRow]:
        """Return tasks in these states, the last opened first."""
        query = self._query().where(ManualTaskRow.state.in_(states))
        if before is not None:
            query = query.where(ManualTaskRow.id < before)
        in_order = query.order_by(ManualTaskRow.id.desc()).limit(limit)
        return (await self._session.scalars(in_order)).all()

    def _query(self) -> Select[ManualTaskRow]:
        return select(ManualTaskRow).where(ManualTaskRow.tenant_id == self._tenant_id)


async def tenants_with_open(session: AsyncSession, kind: str) -> Sequence[UUID]:
    """Return who has tasks of a kind that are open and not urgent; for an operator's work."""
    query = select(ManualTaskRow.tenant_id).where(
        ManualTaskRow.kind == kind, ManualTaskRow.state.in_(_OPEN), ~ManualTaskRow.is_urgent
    )
    return (await session.scalars(query.distinct())).all()
