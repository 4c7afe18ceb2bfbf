"""Use cases of channel results: record a month, list the months, take one back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.service import BusinessService, default_gazetteer
from local.channel_results.domain.channel_month import Channel, ChannelMonth, channel_month
from local.channel_results.domain.months import month_named
from local.channel_results.models import ChannelResultRow
from local.channel_results.repository import ChannelResultRepository
from shared.clock import Clock


class ChannelResultService:
    """What the channels of one tenant's business cost and brought, by month."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._results = ChannelResultRepository(session, tenant_id)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )
        self._tenant_id = tenant_id
        self._clock = clock

    async def record(
        self, channel: Channel, month: str, amounts: Mapping[str, object]
    ) -> ChannelResultRow:
        """Record a month that has begun; sent again, it changes nothing."""
        result = channel_month(channel, month, amounts, await self._today())
        return await self._results.put(asdict(result) | {"recorded_at": self._clock.now()})

    async def list(self) -> Sequence[ChannelResultRow]:
        """Return every month, the newest first."""
        return await self._results.list()

    async def forget(self, channel: Channel, month: str) -> None:
        """Take a month back; taken back twice is taken back."""
        first_day = month_named(month)
        if first_day is not None:
            await self._results.delete(channel, first_day)

    async def months(self) -> Sequence[ChannelMonth]:
        """Return every month as the budget reads it, the oldest first."""
        return [
            ChannelMonth(
                channel=Channel(row.channel),
                month=row.month,
                spent_paise=row.spent_paise,
                returned_paise=row.returned_paise,
            )
            for row in reversed(await self._results.list())
        ]

    async def _today(self) -> date:
        business, _ = await self._businesses.describe(self._tenant_id)
        return self._clock.now().astimezone(ZoneInfo(business.timezone)).date()
