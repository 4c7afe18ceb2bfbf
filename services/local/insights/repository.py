"""Queries of editions and feedback; one tenant's, but for the search for who lacks today's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.insights.errors import EditionNotFoundError
from local.insights.models import EditionRow, FeedbackRow
from shared.db.reader import Reader, Row, first
from shared.db.repository import TenantRepository

KEPT = timedelta(days=90)

# What the caller holds already need not come again.
_CURRENT = """
SELECT id, day, method, computed_at,
       CASE WHEN id IS DISTINCT FROM %(held)s THEN insights END AS insights
FROM local_insight_editions
WHERE tenant_id = %(tenant_id)s AND begins_at <= %(now)s AND %(now)s < ends_at
ORDER BY published_at DESC, id DESC LIMIT 1
"""


async def read_current(
    reader: Reader, tenant_id: UUID, now: datetime, held: UUID | None = None
) -> Row | None:
    """Return the newest edition of the business's present day, in one round trip.

    Its `insights` are None if it is the edition that the caller holds.
    """
    values = {"tenant_id": tenant_id, "now": now, "held": held}
    return first(await reader.fetch(tenant_id, _CURRENT, values))


async def tenants_with_current(session: AsyncSession, now: datetime) -> frozenset[UUID]:
    """Return whose present day has an edition; an operator's query."""
    query = (
        select(EditionRow.tenant_id)
        .where(EditionRow.begins_at <= now, now < EditionRow.ends_at)
        .distinct()
    )
    return frozenset((await session.scalars(query)).all())


class EditionRepository(TenantRepository):
    """The editions of one tenant."""

    async def add(self, values: Mapping[str, Any]) -> EditionRow:
        """Store an edition; the same inputs on the same day publish the one that is there again."""
        stored = await self._session.scalars(
            insert(EditionRow)
            .values(tenant_id=self._tenant_id, **values)
            .on_conflict_do_update(
                constraint="uq_local_insight_editions_tenant_id_day_inputs_sha256",
                set_={"published_at": values["published_at"]},
            )
            .returning(EditionRow)
        )
        return stored.one()

    async def get(self, edition_id: UUID) -> EditionRow:
        """Return one edition."""
        found = await self._session.scalar(
            select(EditionRow).where(
                EditionRow.tenant_id == self._tenant_id, EditionRow.id == edition_id
            )
        )
        if found is None:
            raise EditionNotFoundError(edition_id)
        return found

    async def forget_before(self, day: date) -> None:
        """Delete the editions of earlier days."""
        await self._session.execute(
            delete(EditionRow).where(EditionRow.tenant_id == self._tenant_id, EditionRow.day < day)
        )


class FeedbackRepository(TenantRepository):
    """What one tenant said of its opportunities."""

    async def put(self, values: Mapping[str, Any]) -> FeedbackRow:
        """Remember the newest word on an opportunity."""
        stored = await self._session.scalars(
            insert(FeedbackRow)
            .values(tenant_id=self._tenant_id, **values)
            .on_conflict_do_update(
                index_elements=[FeedbackRow.tenant_id, FeedbackRow.key],
                set_={name: value for name, value in values.items() if name != "key"},
            )
            .returning(FeedbackRow)
        )
        return stored.one()

    async def away(self, now: datetime) -> Sequence[str]:
        """Return the keys of the opportunities that are not to be shown now, in order."""
        query = select(FeedbackRow.key).where(
            FeedbackRow.tenant_id == self._tenant_id, FeedbackRow.away_until > now
        )
        return (await self._session.scalars(query.order_by(FeedbackRow.key))).all()
