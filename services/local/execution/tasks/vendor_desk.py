"""How is a shop's account at a vendor asked, and who is told when that is not possible any more?"""

from dataclasses import dataclass
from uuid import UUID

from local.connectors.google_business.port import VENDOR
from local.execution.service.reply_tasks import ReplyTasks
from shared.connectors.calls import Call, Failed, FailureKind, Outcome
from shared.connectors.connections import Connection, ConnectionService, ConnectionState
from shared.connectors.vendors import Vendors
from shared.db.session import unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext

WAIT_SECONDS = 60.0
# Asked again later, these may end well by themselves.
UNCLEAR = frozenset({FailureKind.RETRYABLE, FailureKind.RATE_LIMITED, FailureKind.UNKNOWN_OUTCOME})


@dataclass(frozen=True, slots=True)
class VendorDesk:
    """One tenant's way to one vendor, for the length of one job."""

    vendors: Vendors
    context: JobContext
    tenant_id: UUID
    vendor: str = VENDOR

    async def connection(self) -> Connection | None:
        """Return the connection that can be used; one that is lost is told to the owner, once."""
        async with unit_of_work(self.context.database, self.tenant_id) as session:
            service = ConnectionService(
                session, self.tenant_id, clock=self.context.clock, sealer=self.vendors.sealer
            )
            connection = await service.of(self.vendor)
            is_lost = connection and connection.state is ConnectionState.NEEDS_RECONNECT
            if connection is not None and is_lost and self.vendor == VENDOR:
                tasks = ReplyTasks(session, self.tenant_id, clock=self.context.clock)
                # The state changes once each time that the connection is lost.
                since = connection.updated_at.isoformat()
                await tasks.ask_to_reconnect(connection.id, since)
        return connection if connection is not None and connection.is_active else None

    async def ask(self, connection: Connection, capability: str, wish: object, key: str) -> Outcome:
        """Return what came of one call."""
        call = Call(capability=capability, params=wish, connection_id=connection.id, key=key)
        runner = self.vendors.runner(self.context.database, self.context.clock)
        outcome = await runner.run(self.tenant_id, self.vendors.connectors[self.vendor], call)
        if isinstance(outcome, Failed) and outcome.kind is FailureKind.AUTH_EXPIRED:
            await self.connection()
        return outcome

    def once(self, purpose: str) -> str:
        """Return the key of a read: asked anew by every attempt of the job."""
        return f"{purpose}:{self.context.job_id}:{self.context.attempt}"


def later(failed: Failed) -> RetryLaterError:
    """Return what makes the job come again when Google may say more."""
    wait = failed.retry_after_seconds or WAIT_SECONDS
    return RetryLaterError(f"Google said {failed.code}.", after_seconds=wait)
