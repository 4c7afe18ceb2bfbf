"""Use cases of pauses: set one, lift it, ask whether anything may go out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.pauses.domain.pause import Pause, PausedChannel, is_paused
from local.pauses.models import PauseRow
from local.pauses.repository import PauseRepository
from shared.clock import Clock


class PauseService:
    """The pauses of one tenant's business; asked right before each send."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._pauses = PauseRepository(session, tenant_id)
        self._clock = clock

    async def is_paused(self, channel: PausedChannel) -> bool:
        """Tell whether nothing may go out over a channel now."""
        pauses = [
            Pause(channel=PausedChannel(row.channel), until=row.until)
            for row in await self._pauses.list()
        ]
        return is_paused(pauses, channel, self._clock.now())

    async def pause(self, channel: PausedChannel, until: datetime | None) -> None:
        """Hold back whatever the platform would send over a channel from now on."""
        await self._pauses.put({"channel": channel, "until": until, "since": self._clock.now()})

    async def lift(self, channel: PausedChannel) -> None:
        """Let a channel go on; lifted twice is lifted."""
        await self._pauses.remove(channel)

    async def list(self) -> Sequence[PauseRow]:
        """Return the pauses as they were set."""
        return await self._pauses.list()
