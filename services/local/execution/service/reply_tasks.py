"""Which of the owner's tasks go with a reply?"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.connectors.google_business.port import VENDOR
from local.execution.models import ReplyRow
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from shared.clock import Clock
from shared.connectors.connections import Connection

_KINDS = (
    ManualTaskKind.APPROVE_REVIEW_REPLY,
    ManualTaskKind.REPLY_TO_REVIEW,
    ManualTaskKind.CHECK_REVIEW_REPLY,
)


class ReplyTasks:
    """The tasks that replies of one tenant's business ask for."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)

    async def ask_for_approval(self, row: ReplyRow) -> None:
        """Ask the owner to look at a draft."""
        await self._open(row, ManualTaskKind.APPROVE_REVIEW_REPLY, Reason.NEEDS_APPROVAL)

    async def ask_to_send(self, row: ReplyRow, reason: Reason) -> None:
        """Ask the owner to send a reply by hand."""
        await self._open(row, ManualTaskKind.REPLY_TO_REVIEW, reason)

    async def ask_to_look(self, row: ReplyRow) -> None:
        """Ask the owner whether a reply can be seen."""
        await self._open(row, ManualTaskKind.CHECK_REVIEW_REPLY, Reason.NOT_VERIFIED)

    async def ask_to_reconnect(self, connection_id: UUID, since: str) -> None:
        """Ask the owner to connect the profile again: once for each time that it was lost."""
        await self._tasks.open(
            NewManualTask(
                key=f"reconnect:{connection_id}:{since}",
                kind=ManualTaskKind.RECONNECT_GOOGLE,
                reason=Reason.NEEDS_RECONNECT,
            )
        )

    async def close(self, row: ReplyRow) -> None:
        """Close whatever was asked for the reply: nothing of it is left to do."""
        for kind in _KINDS:
            for revision in range(1, row.revision + 1):
                await self._tasks.close(_key(row, kind, revision))

    async def _open(self, row: ReplyRow, kind: ManualTaskKind, reason: Reason) -> None:
        day = "" if row.written_at is None else row.written_at.date().isoformat()
        await self._tasks.open(
            NewManualTask(
                key=_key(row, kind, row.revision),
                kind=kind,
                reason=reason,
                facts={"reply_id": str(row.id), "stars": _stars(row), "written_on": day},
                text_to_copy=row.text,
            )
        )


async def tell_of_loss(
    session: AsyncSession, tenant_id: UUID, clock: Clock, connection: Connection
) -> None:
    """Ask the owner to connect Google again; the state changes once each time that it is lost."""
    if connection.vendor == VENDOR:
        tasks = ReplyTasks(session, tenant_id, clock=clock)
        await tasks.ask_to_reconnect(connection.id, connection.updated_at.isoformat())


def _key(row: ReplyRow, kind: ManualTaskKind, revision: int) -> str:
    return f"{kind}:{row.id}:{revision}"


def _stars(row: ReplyRow) -> str:
    return "no stars" if row.stars is None else "★" * int(row.stars)
