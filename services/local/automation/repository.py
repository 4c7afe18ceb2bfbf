"""Queries of routine work; one tenant's only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from local.automation.models import AutomationTaskRow, BaselineSampleRow, PerformanceRow
from shared.db.repository import TenantRepository

_ONCE = ["tenant_id", "routine", "on_date", "key"]
_CHANGING = ("state", "is_touched", "reason", "evidence", "verified_at", "changed_at")


class AutomationRepository(TenantRepository):
    """The routine work of one tenant."""

    async def put(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep runs: a new one is added, one that is known gets its present state."""
        if not rows:
            return
        new = insert(AutomationTaskRow).values([{"tenant_id": self._tenant_id, **r} for r in rows])
        present = {name: new.excluded[name] for name in _CHANGING}
        is_news = AutomationTaskRow.state != new.excluded.state
        is_touch = AutomationTaskRow.is_touched != new.excluded.is_touched
        await self._session.execute(
            new.on_conflict_do_update(index_elements=_ONCE, set_=present, where=is_news | is_touch)
        )

    async def add_missing(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep runs that are not known yet; what became of known ones stays."""
        if rows:
            new = insert(AutomationTaskRow).values(
                [{"tenant_id": self._tenant_id, **row} for row in rows]
            )
            await self._session.execute(new.on_conflict_do_nothing(index_elements=_ONCE))

    async def between(self, first: date, last: date) -> Sequence[AutomationTaskRow]:
        """Return the runs of these days, the oldest first."""
        query = self._query().where(AutomationTaskRow.on_date.between(first, last))
        in_order = query.order_by(AutomationTaskRow.on_date, AutomationTaskRow.id)
        return (await self._session.scalars(in_order)).all()

    async def list(
        self, routines: Sequence[str], on: date | None, before: UUID | None, limit: int
    ) -> Sequence[AutomationTaskRow]:
        """Return runs, the last opened first."""
        query = self._query()
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

    async def samples(self) -> Sequence[BaselineSampleRow]:
        """Return every sample, the oldest first."""
        query = select(BaselineSampleRow).where(BaselineSampleRow.tenant_id == self._tenant_id)
        in_order = query.order_by(BaselineSampleRow.at, BaselineSampleRow.id)
        return (await self._session.scalars(in_order)).all()

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
