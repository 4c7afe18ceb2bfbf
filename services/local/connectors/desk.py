"""How does a job ask a shop's account at a vendor, and who is told when that is not possible?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.connectors.calls import Call, Failed, FailureKind, Outcome
from shared.connectors.connections import Connection, ConnectionService, ConnectionState
from shared.connectors.vendors import Vendors
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext

TellOfLoss = Callable[[AsyncSession, UUID, Clock, Connection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class VendorDesk:
    """One tenant's way to one vendor, for the length of one job.

    `tell_of_loss` opens the owner's task for a connection that only the owner can mend; it is told
    again by every job, and has to tell the owner once.
    """

    vendors: Vendors
    context: JobContext
    tenant_id: UUID
    vendor: str
    tell_of_loss: TellOfLoss

    async def connection(self) -> Connection | None:
        """Return the connection, if it can be used."""
        connection = await self.connection_in_any_state()
        return connection if connection is not None and connection.is_active else None

    async def connection_in_any_state(self) -> Connection | None:
        """Return the connection; one that is lost is told to the owner."""
        async with unit_of_work(self.context.database, self.tenant_id) as session:
            clock, sealer = self.context.clock, self.vendors.sealer
            service = ConnectionService(session, self.tenant_id, clock=clock, sealer=sealer)
            connection = await service.of(self.vendor)
            if connection is not None and connection.state is ConnectionState.NEEDS_RECONNECT:
                await self.tell_of_loss(session, self.tenant_id, clock, connection)
        return connection

    async def ask(self, connection: Connection, capability: str, wish: object, key: str) -> Outcome:
        """Return what came of one call."""
        call = Call(capability=capability, params=wish, connection_id=connection.id, key=key)
        runner = self.vendors.runner(self.context.database, self.context.clock)
        outcome = await runner.run(self.tenant_id, self.vendors.connectors[self.vendor], call)
        if isinstance(outcome, Failed) and outcome.kind is FailureKind.AUTH_EXPIRED:
            await self.connection_in_any_state()
        return outcome

    def once(self, purpose: str) -> str:
        """Return the key of a read: asked anew by every attempt of the job."""
        return f"{purpose}:{self.context.job_id}:{self.context.attempt}"
