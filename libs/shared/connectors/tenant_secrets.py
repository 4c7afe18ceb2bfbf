"""Queries of a tenant's data key: seal what is secret for its owner, open it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.connectors.models import DataKeyRow
from shared.connectors.sealing import Sealer, SealingError
from shared.db.repository import TenantRepository


class TenantSecretRepository(TenantRepository):
    """The secrets of one tenant; an owner is the row that they belong to."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, sealer: Sealer) -> None:
        super().__init__(session, tenant_id)
        self._sealer = sealer

    async def sealed(self, owner_id: UUID, secrets: Mapping[str, str], now: datetime) -> bytes:
        """Return secrets as they are kept; the tenant's first ones make its data key."""
        wrapped = await self._data_key()
        if wrapped is None:
            fresh = {"wrapped": self._sealer.new_data_key(), "created_at": now}
            statement = insert(DataKeyRow).values(tenant_id=self._tenant_id, **fresh)
            await self._session.execute(statement.on_conflict_do_nothing())
            wrapped = await self._data_key()
        return self._sealer.seal(wrapped or b"", (self._tenant_id, owner_id), secrets)

    async def opened(self, owner_id: UUID, sealed: bytes) -> Mapping[str, str]:
        """Return what was sealed; raise SealingError where it cannot be opened any more."""
        wrapped = await self._data_key()
        if wrapped is None:
            message = "The tenant's data key is gone, and its secrets with it."
            raise SealingError(message)
        return self._sealer.open(wrapped, (self._tenant_id, owner_id), sealed)

    async def rewrap(self) -> None:
        """Seal the tenant's data key with the first master key."""
        query = select(DataKeyRow).where(DataKeyRow.tenant_id == self._tenant_id)
        row = await self._session.scalar(query.with_for_update())
        if row is not None:
            row.wrapped = self._sealer.rewrapped(row.wrapped)

    async def _data_key(self) -> bytes | None:
        query = select(DataKeyRow.wrapped).where(DataKeyRow.tenant_id == self._tenant_id)
        return await self._session.scalar(query)
