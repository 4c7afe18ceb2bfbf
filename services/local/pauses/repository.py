"""Queries of pauses; one tenant's only."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from local.pauses.models import PauseRow
from shared.db.repository import TenantRepository


class PauseRepository(TenantRepository):
    """The pauses of one tenant."""

    async def put(self, values: Mapping[str, Any]) -> None:
        """Keep a pause; another of the same channel takes the place of the first."""
        new = insert(PauseRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id", "channel"], set_=dict(values))
        )

    async def remove(self, channel: str) -> None:
        """Forget a pause."""
        await self._session.execute(
            delete(PauseRow).where(
                PauseRow.tenant_id == self._tenant_id, PauseRow.channel == channel
            )
        )

    async def list(self) -> Sequence[PauseRow]:
        """Return the pauses, ended ones too."""
        query = select(PauseRow).where(PauseRow.tenant_id == self._tenant_id)
        return (await self._session.scalars(query.order_by(PauseRow.channel))).all()
