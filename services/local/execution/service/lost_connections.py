"""Use case of a connection that is lost: only its owner can sign in there again."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.connectors.facebook_pages.port import VENDOR as FACEBOOK
from local.connectors.google_business.port import VENDOR as GOOGLE
from local.connectors.instagram.port import VENDOR as INSTAGRAM
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from shared.clock import Clock
from shared.connectors.connections import Connection

_KINDS: Mapping[str, ManualTaskKind] = {
    GOOGLE: ManualTaskKind.RECONNECT_GOOGLE,
    FACEBOOK: ManualTaskKind.RECONNECT_FACEBOOK,
    INSTAGRAM: ManualTaskKind.RECONNECT_INSTAGRAM,
}


async def tell_of_loss(
    session: AsyncSession, tenant_id: UUID, clock: Clock, connection: Connection
) -> None:
    """Ask the owner to connect it again; the state changes once each time that it is lost."""
    if (kind := _KINDS.get(connection.vendor)) is None:
        return
    tasks = ManualTaskService(session, tenant_id, clock=clock)
    key = f"reconnect:{connection.id}:{connection.updated_at.isoformat()}"
    await tasks.open(NewManualTask(key=key, kind=kind, reason=Reason.NEEDS_RECONNECT))
