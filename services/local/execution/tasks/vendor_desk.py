"""How is a vendor asked about replies and posts, and how long is a job put off?"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.connectors.desk import VendorDesk
from local.connectors.google_business.port import VENDOR
from local.execution.service.reply_tasks import ReplyTasks
from shared.connectors.calls import Failed, FailureKind
from shared.connectors.connections import Connection
from shared.connectors.vendors import Vendors
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext

WAIT_SECONDS = 60.0
# Asked again later, these may end well by themselves.
UNCLEAR = frozenset({FailureKind.RETRYABLE, FailureKind.RATE_LIMITED, FailureKind.UNKNOWN_OUTCOME})


def vendor_desk(
    vendors: Vendors, context: JobContext, tenant_id: UUID, vendor: str = VENDOR
) -> VendorDesk:
    """Return the way to one vendor."""
    return VendorDesk(vendors, context, tenant_id, vendor, _tell_of_loss)


def later(failed: Failed) -> RetryLaterError:
    """Return what makes the job come again when Google may say more."""
    wait = failed.retry_after_seconds or WAIT_SECONDS
    return RetryLaterError(f"Google said {failed.code}.", after_seconds=wait)


async def _tell_of_loss(desk: VendorDesk, session: AsyncSession, connection: Connection) -> None:
    if connection.vendor == VENDOR:
        tasks = ReplyTasks(session, desk.tenant_id, clock=desk.context.clock)
        # The state changes once each time that the connection is lost.
        await tasks.ask_to_reconnect(connection.id, connection.updated_at.isoformat())
