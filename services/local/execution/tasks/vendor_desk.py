"""How is a vendor asked about replies and posts, and how long is a job put off?"""

from uuid import UUID

from local.connectors.desk import VendorDesk
from local.connectors.google_business.port import VENDOR
from local.execution.service.reply_tasks import tell_of_loss
from shared.connectors.calls import Failed, FailureKind
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
    return VendorDesk(vendors, context, tenant_id, vendor, tell_of_loss)


def later(failed: Failed) -> RetryLaterError:
    """Return what makes the job come again when Google may say more."""
    wait = failed.retry_after_seconds or WAIT_SECONDS
    return RetryLaterError(f"Google said {failed.code}.", after_seconds=wait)
