"""Which messages are due, and which webhooks are long past, whoever's they are?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.repository.desk import delete_events
from local.messaging.repository.messages import due_messages, silent_messages

# Longer than a call may hold its message; after it, whoever was sending is dead.
_STUCK_AFTER = timedelta(minutes=5)
_SILENT_AFTER = timedelta(hours=24)
_MOST_AT_ONCE = 1_000
# WhatsApp sends again for seven days.
_EVENTS_ARE_KEPT_FOR = timedelta(days=30)


async def messages_due(session: AsyncSession, now: datetime) -> Sequence[tuple[UUID, UUID]]:
    """Return tenant and id of what may go out now, or lies half sent; for an operator's work."""
    return await due_messages(session, now, now - _STUCK_AFTER, _MOST_AT_ONCE)


async def messages_without_answer(
    session: AsyncSession, now: datetime
) -> Sequence[tuple[UUID, UUID]]:
    """Return tenant and id of what was sent a day ago and never heard of; for an operator's."""
    return await silent_messages(session, now - _SILENT_AFTER, _MOST_AT_ONCE)


async def forget_events(session: AsyncSession, now: datetime) -> None:
    """Delete what came by webhook a month ago, whoever's it is; for maintenance."""
    await delete_events(session, now - _EVENTS_ARE_KEPT_FOR)
