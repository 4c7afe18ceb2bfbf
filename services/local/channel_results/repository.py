"""Queries of the results of channels; one tenant's only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from local.channel_results.models import ChannelResultRow
from shared.db.repository import TenantRepository

_COMPARED = ("spent_paise", "returned_paise")


class ChannelResultRepository(TenantRepository):
    """The months of one tenant's channels."""

    async def put(self, values: Mapping[str, Any]) -> ChannelResultRow:
        """Record a month; one that is there already and says the same stays as it is."""
        new = insert(ChannelResultRow).values(tenant_id=self._tenant_id, **values)
        statement = new.on_conflict_do_update(
            index_elements=["tenant_id", "channel", "month"],
            set_={name: new.excluded[name] for name in (*_COMPARED, "recorded_at")},
            where=tuple_(*(getattr(ChannelResultRow, name) for name in _COMPARED)).is_distinct_from(
                tuple_(*(new.excluded[name] for name in _COMPARED))
            ),
        )
        await self._session.execute(statement)
        query = select(ChannelResultRow).where(ChannelResultRow.tenant_id == self._tenant_id)
        key = {name: values[name] for name in ("channel", "month")}
        return (await self._session.scalars(query.filter_by(**key))).one()

    async def list(self) -> Sequence[ChannelResultRow]:
        """Return every month of every channel, the newest month first."""
        query = select(ChannelResultRow).where(ChannelResultRow.tenant_id == self._tenant_id)
        in_order = query.order_by(ChannelResultRow.month.desc(), ChannelResultRow.channel)
        return (await self._session.scalars(in_order)).all()

    async def delete(self, channel: str, month: date) -> None:
        """Forget a month."""
        mine = delete(ChannelResultRow).where(ChannelResultRow.tenant_id == self._tenant_id)
        await self._session.execute(
            mine.where(ChannelResultRow.channel == channel, ChannelResultRow.month == month)
        )
