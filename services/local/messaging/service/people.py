"""Which of the owner's tasks go with messages?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from local.messaging.models import MessageRow
from shared.clock import Clock
from shared.connectors.connections import Connection


class PeopleService:
    """The tasks that messages of one tenant's business ask for; they hold no customer's data."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)

    async def ask_to_answer(
        self, contact_id: UUID, received_id: UUID, at: datetime, why: Reason
    ) -> None:
        """Ask the owner to answer what a customer wrote."""
        facts = {"contact_id": str(contact_id), "written_at": f"{at:%Y-%m-%d %H:%M} UTC"}
        kind = ManualTaskKind.ANSWER_MESSAGE
        await self._open(f"{kind}:{received_id}", kind, why, facts)

    async def close_answers(self, received_ids: list[UUID]) -> None:
        """Close what was asked for messages that the owner has answered by phone."""
        for received_id in received_ids:
            await self._tasks.close(f"{ManualTaskKind.ANSWER_MESSAGE}:{received_id}")

    async def ask_to_send(self, row: MessageRow, why: Reason) -> None:
        """Ask the owner to send by hand what could not be sent."""
        facts = {"contact_id": str(row.contact_id), "message_id": str(row.id)}
        kind = ManualTaskKind.SEND_MESSAGE
        await self._open(f"{kind}:{row.id}", kind, why, facts)

    async def ask_to_look(self, row: MessageRow) -> None:
        """Ask the owner whether a message has arrived."""
        facts = {"contact_id": str(row.contact_id), "message_id": str(row.id)}
        kind = ManualTaskKind.CHECK_MESSAGE
        await self._open(f"{kind}:{row.id}", kind, Reason.UNKNOWN_OUTCOME, facts)

    async def close(self, row: MessageRow) -> None:
        """Close what was asked for a message that arrived after all."""
        for kind in (ManualTaskKind.SEND_MESSAGE, ManualTaskKind.CHECK_MESSAGE):
            await self._tasks.close(f"{kind}:{row.id}")

    async def ask_to_reconnect(self, connection_id: UUID, since: str) -> None:
        """Ask the owner to connect the number again: once for each time that it was lost."""
        kind = ManualTaskKind.RECONNECT_WHATSAPP
        await self._open(f"reconnect:{connection_id}:{since}", kind, Reason.NEEDS_RECONNECT, {})

    async def ask_about_template(self, name: str, language: str, since: str) -> None:
        """Ask the owner to see why WhatsApp takes a template no longer."""
        kind = ManualTaskKind.LOOK_AT_TEMPLATE
        facts = {"template": f"{name} ({language})"}
        await self._open(f"{kind}:{name}:{language}:{since}"[:200], kind, Reason.REJECTED, facts)

    async def _open(
        self, key: str, kind: ManualTaskKind, reason: Reason, facts: dict[str, str]
    ) -> None:
        await self._tasks.open(NewManualTask(key=key, kind=kind, reason=reason, facts=facts))


async def tell_of_loss(
    session: AsyncSession, tenant_id: UUID, clock: Clock, connection: Connection
) -> None:
    """Ask the owner to connect the number again, once for each time that it was lost."""
    people = PeopleService(session, tenant_id, clock=clock)
    await people.ask_to_reconnect(connection.id, connection.updated_at.isoformat())
