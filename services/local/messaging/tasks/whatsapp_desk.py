"""How is a shop's number asked, and who is told when that is not possible any more?"""

from dataclasses import dataclass
from uuid import UUID

from local.connectors.whatsapp.port import VENDOR
from local.messaging.service.people import PeopleService
from shared.connectors.calls import Call, Failed, FailureKind, Outcome
from shared.connectors.connections import Connection, ConnectionService, ConnectionState
from shared.connectors.vendors import Vendors
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext


@dataclass(frozen=True, slots=True)
class WhatsAppDesk:
    """One tenant's way to WhatsApp, for the length of one job."""

    vendors: Vendors
    context: JobContext
    tenant_id: UUID

    async def connection(self) -> Connection | None:
        """Return the connection, whatever its state; one that is lost is told to the owner."""
        async with unit_of_work(self.context.database, self.tenant_id) as session:
            clock, sealer = self.context.clock, self.vendors.sealer
            service = ConnectionService(session, self.tenant_id, clock=clock, sealer=sealer)
            connection = await service.of(VENDOR)
            if connection is not None and connection.state is ConnectionState.NEEDS_RECONNECT:
                people = PeopleService(session, self.tenant_id, clock=clock)
                await people.ask_to_reconnect(connection.id, connection.updated_at.isoformat())
        return connection

    async def ask(self, connection: Connection, capability: str, wish: object, key: str) -> Outcome:
        """Return what came of one call."""
        call = Call(capability=capability, params=wish, connection_id=connection.id, key=key)
        runner = self.vendors.runner(self.context.database, self.context.clock)
        outcome = await runner.run(self.tenant_id, self.vendors.connectors[VENDOR], call)
        if isinstance(outcome, Failed) and outcome.kind is FailureKind.AUTH_EXPIRED:
            await self.connection()
        return outcome

    def once(self, purpose: str) -> str:
        """Return the key of a read: asked anew by every attempt of the job."""
        return f"{purpose}:{self.context.job_id}:{self.context.attempt}"
