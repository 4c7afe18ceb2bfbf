"""Queries of routine work; one tenant's only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.routines import Routine
from local.automation.errors import RunNotFoundError
from local.automation.models import (
    AutomationDayRow,
    AutomationTaskRow,
    BaselineSampleRow,
    PerformanceRow,
    RoutineSettingRow,
)
from shared.db.repository import TenantRepository

_ONCE = ["tenant_id", "routine", "on_date", "key"]
_CHANGING = ("state", "reason", "evidence", "verified_at", "changed_at")


class AutomationRepository(TenantRepository):
    """The routine work of one tenant."""

    async def open_day(self, day: date, now: datetime) -> bool:
        """Tell whether this is who opens a day; whoever else tries waits, and is not."""
        new = insert(AutomationDayRow).values(tenant_id=self._tenant_id, on_date=day, opened_at=now)
        opened = new.on_conflict_do_nothing().returning(AutomationDayRow.on_date)
        return await self._session.scalar(opened) is not None

    async def first_day(self) -> date | None:
        """Return the first day that was opened."""
        query = select(func.min(AutomationDayRow.on_date))
        return await self._session.scalar(
            query.where(AutomationDayRow.tenant_id == self._tenant_id)
        )

    async def put(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep runs: a new one is added, one that is known gets its present state."""
        if not rows:
            return
        new = insert(AutomationTaskRow).values([{"tenant_id": self._tenant_id, **r} for r in rows])
        present: dict[str, Any] = {name: new.excluded[name] for name in _CHANGING}
        is_touched = AutomationTaskRow.is_touched | new.excluded.is_touched
        is_news = AutomationTaskRow.state != new.excluded.state
        is_touch = AutomationTaskRow.is_touched != is_touched
        await self._session.execute(
            new.on_conflict_do_update(
                index_elements=_ONCE,
                set_=present | {"is_touched": is_touched},
                where=is_news | is_touch,
            )
        )

    async def add_missing(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[AutomationTaskRow]:
        """Keep runs that are not known yet, and return these; the others stay as they are."""
        if not rows:
            return []
        new = insert(AutomationTaskRow).values([{"tenant_id": self._tenant_id, **r} for r in rows])
        added = new.on_conflict_do_nothing(index_elements=_ONCE).returning(AutomationTaskRow)
        return (await self._session.scalars(added)).all()

    async def lock(self, run_id: UUID) -> AutomationTaskRow:
        """Return a run that nobody else changes until the transaction ends."""
        query = self._query().where(AutomationTaskRow.id == run_id).with_for_update()
        row = await self._session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise RunNotFoundError(run_id)
        return row

    async def lock_open(
        self, key: str, states: Sequence[str], since: date
    ) -> Sequence[AutomationTaskRow]:
        """Return the runs of a key in these states, locked; what is locked already is left out."""
        query = self._query().where(
            AutomationTaskRow.key == key,
            AutomationTaskRow.on_date >= since,
            AutomationTaskRow.state.in_(states),
        )
        locked = query.order_by(AutomationTaskRow.id).with_for_update(skip_locked=True)
        return (await self._session.scalars(locked)).all()

    async def between(self, first: date, last: date) -> Sequence[AutomationTaskRow]:
        """Return the runs of these days, the oldest first."""
        query = self._query().where(AutomationTaskRow.on_date.between(first, last))
        in_order = query.order_by(AutomationTaskRow.on_date, AutomationTaskRow.id)
        return (await self._session.scalars(in_order)).all()

    async def list(
        self,
        routines: Sequence[str],
        states: Sequence[str],
        on: date | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[AutomationTaskRow]:
        """Return runs, the last opened first."""
        query = self._query()
        if states:
            query = query.where(AutomationTaskRow.state.in_(states))
        if routines:
            query = query.where(AutomationTaskRow.routine.in_(routines))
        if on is not None:
            query = query.where(AutomationTaskRow.on_date == on)
        if before is not None:
            query = query.where(AutomationTaskRow.id < before)
        in_order = query.order_by(AutomationTaskRow.id.desc()).limit(limit)
        return (await self._session.scalars(in_order)).all()

    async def add_sample(self, values: Mapping[str, Any]) -> None:
        """Keep how long a routine took."""
        self._session.add(BaselineSampleRow(tenant_id=self._tenant_id, **values))
        await self._session.flush()

    async def forget_samples(self, routine: str, method: str) -> None:
        """Delete the samples of a routine that are from one source."""
        await self._session.execute(
            delete(BaselineSampleRow).where(
                BaselineSampleRow.tenant_id == self._tenant_id,
                BaselineSampleRow.routine == routine,
                BaselineSampleRow.method == method,
            )
        )

    async def samples(self) -> Sequence[BaselineSampleRow]:
        """Return every sample of what is a routine still, the oldest first."""
        query = select(BaselineSampleRow).where(
            BaselineSampleRow.tenant_id == self._tenant_id,
            BaselineSampleRow.routine.in_(list(Routine)),
        )
        in_order = query.order_by(BaselineSampleRow.at, BaselineSampleRow.id)
        return (await self._session.scalars(in_order)).all()

    async def approvals(self) -> Mapping[str, str]:
        """Return how far the platform may go, by routine; of the others nobody has said."""
        query = select(RoutineSettingRow).where(RoutineSettingRow.tenant_id == self._tenant_id)
        rows = (await self._session.scalars(query.execution_options(populate_existing=True))).all()
        return {row.routine: row.approval for row in rows}

    async def put_approval(self, values: Mapping[str, Any]) -> None:
        """Keep how far the platform may go with a routine."""
        new = insert(RoutineSettingRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id", "routine"], set_=dict(values))
        )

    async def put_days(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep days in numbers; a day that is known gets its present ones."""
        for row in rows:
            new = insert(PerformanceRow).values(tenant_id=self._tenant_id, **row)
            await self._session.execute(
                new.on_conflict_do_update(
                    index_elements=["tenant_id", "on_date", "channel"], set_=dict(row)
                )
            )

    async def days(self, first: date, last: date) -> Sequence[PerformanceRow]:
        """Return days in numbers, the oldest first."""
        query = select(PerformanceRow).where(
            PerformanceRow.tenant_id == self._tenant_id,
            PerformanceRow.on_date.between(first, last),
        )
        in_order = query.order_by(PerformanceRow.on_date, PerformanceRow.channel)
        return (await self._session.scalars(in_order)).all()

    def _query(self) -> Select[AutomationTaskRow]:
        return select(AutomationTaskRow).where(AutomationTaskRow.tenant_id == self._tenant_id)


async def days_opened(session: AsyncSession, since: date) -> frozenset[tuple[UUID, date]]:
    """Return whose days were opened, and which; an operator's query."""
    query = select(AutomationDayRow.tenant_id, AutomationDayRow.on_date)
    rows = await session.execute(query.where(AutomationDayRow.on_date >= since))
    return frozenset((row[0], row[1]) for row in rows)
