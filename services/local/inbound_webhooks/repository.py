"""Queries of webhooks that come in; one tenant's, but for whose a source is and what is old."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.inbound_webhooks.errors import SourceNotFoundError
from local.inbound_webhooks.models import ToldRow, ToldVisitRow, WebhookSourceRow
from shared.db.repository import TenantRepository


class SourceRepository(TenantRepository):
    """The sources of one tenant, what they told, and their names for visits."""

    async def sources(self) -> Sequence[WebhookSourceRow]:
        """Return the sources, the oldest first."""
        return (await self._session.scalars(self._sources().order_by(WebhookSourceRow.id))).all()

    async def find_source(self, source_id: UUID) -> WebhookSourceRow | None:
        """Return a source, to look at."""
        return await self._session.scalar(self._sources().where(WebhookSourceRow.id == source_id))

    async def lock_source(self, source_id: UUID) -> WebhookSourceRow:
        """Return a source that nobody else changes until the transaction ends."""
        query = self._sources().where(WebhookSourceRow.id == source_id).with_for_update()
        row = await self._session.scalar(query)
        if row is None:
            raise SourceNotFoundError(source_id)
        return row

    async def add_source(self, values: Mapping[str, Any]) -> WebhookSourceRow:
        """Keep a new source."""
        row = WebhookSourceRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    async def remove_source(self, source_id: UUID) -> None:
        """Forget a source and what it told; what was done of it stays."""
        await self._session.delete(await self.lock_source(source_id))

    async def put_told(self, values: Mapping[str, Any]) -> bool:
        """Keep what was told; False where this id has come from the source already."""
        new = insert(ToldRow).values(tenant_id=self._tenant_id, **values)
        unique = ["tenant_id", "source_id", "webhook_id"]
        kept = new.on_conflict_do_nothing(index_elements=unique).returning(ToldRow.id)
        return await self._session.scalar(kept) is not None

    async def lock_told(self, told_id: UUID) -> ToldRow | None:
        """Return what was told, locked; None where it is forgotten."""
        query = self._told().where(ToldRow.id == told_id).with_for_update()
        return await self._session.scalar(query)

    async def told(self, before: UUID | None, limit: int) -> Sequence[ToldRow]:
        """Return what was told, the last first."""
        query = self._told() if before is None else self._told().where(ToldRow.id < before)
        in_order = query.order_by(ToldRow.id.desc()).limit(limit)
        return (await self._session.scalars(in_order)).all()

    async def appointment_of(self, source_id: UUID, reference: str) -> UUID | None:
        """Return which appointment a source means."""
        return await self._session.scalar(
            select(ToldVisitRow.appointment_id).where(
                ToldVisitRow.tenant_id == self._tenant_id,
                ToldVisitRow.source_id == source_id,
                ToldVisitRow.reference == reference,
            )
        )

    async def name_appointment(self, source_id: UUID, reference: str, appointment_id: UUID) -> None:
        """Keep which appointment a source means from now on."""
        self._session.add(
            ToldVisitRow(
                tenant_id=self._tenant_id,
                source_id=source_id,
                reference=reference,
                appointment_id=appointment_id,
            )
        )
        await self._session.flush()

    def _sources(self) -> Select[WebhookSourceRow]:
        return select(WebhookSourceRow).where(WebhookSourceRow.tenant_id == self._tenant_id)

    def _told(self) -> Select[ToldRow]:
        return select(ToldRow).where(ToldRow.tenant_id == self._tenant_id)


async def tenant_of_source(session: AsyncSession, source_id: UUID) -> UUID | None:
    """Return whose a source is; for an operator's work."""
    query = select(WebhookSourceRow.tenant_id).where(WebhookSourceRow.id == source_id)
    return await session.scalar(query)


async def delete_told(session: AsyncSession, before: datetime) -> None:
    """Delete what is older, whoever's it is; for maintenance."""
    await session.execute(delete(ToldRow).where(ToldRow.received_at < before))
