"""Handlers of the jobs about webhooks that go out."""

from collections import Counter
from uuid import UUID

from local.connectors.vendors import WEBHOOKS
from local.webhooks.domain.delivery import Attempted
from local.webhooks.jobs import DeliverWebhook, ForgetDeliveries, QueueDueDeliveries
from local.webhooks.service.deliveries import Attempt, DeliveryService, forget_old, queue_due
from shared.connectors.exchange import (
    JSON,
    AnswerTooLargeError,
    UnreachableError,
    VendorRequest,
)
from shared.connectors.standard_webhooks import signed_headers
from shared.connectors.vendors import Vendors
from shared.db.session import maintenance_work, operator_work, unit_of_work
from shared.jobs.handling import JobContext

# A quarter of a worker's places, and of those two for one shop: endpoints that hang must leave the
# rest to other work, and to other shops.
_AT_ONCE, _AT_ONCE_OF_ONE = 5, 2
_under_way: Counter[UUID] = Counter()


async def deliver_webhook(vendors: Vendors, context: JobContext, job: DeliverWebhook) -> None:
    """Run DeliverWebhook: a second run after a crash sends the same id once more."""
    if _under_way.total() >= _AT_ONCE or _under_way[job.tenant_id] >= _AT_ONCE_OF_ONE:
        # It stays due, and is queued again within the minute.
        return
    _under_way[job.tenant_id] += 1
    try:
        await _deliver(vendors, context, job)
    finally:
        _under_way[job.tenant_id] -= 1
        if not _under_way[job.tenant_id]:
            del _under_way[job.tenant_id]


async def _deliver(vendors: Vendors, context: JobContext, job: DeliverWebhook) -> None:
    clock, sealer = context.clock, vendors.sealer
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = DeliveryService(session, job.tenant_id, clock=clock, sealer=sealer)
        attempt = await service.begin(job.delivery_id)
    if attempt is None:
        return
    came = await _sent(vendors, context, attempt)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = DeliveryService(session, job.tenant_id, clock=clock, sealer=sealer)
        await service.note(job.delivery_id, attempt.number, came)


async def queue_due_deliveries(context: JobContext, _job: QueueDueDeliveries) -> None:
    """Run QueueDueDeliveries: what a dead worker left lying is due again too."""
    async with operator_work(context.database) as session:
        await queue_due(session, context.clock.now())


async def forget_deliveries(context: JobContext, _job: ForgetDeliveries) -> None:
    """Run ForgetDeliveries."""
    async with maintenance_work(context.database) as session:
        await forget_old(session, context.clock.now())


async def _sent(vendors: Vendors, context: JobContext, attempt: Attempt) -> Attempted:
    now, body = context.clock.now(), attempt.body
    signed = signed_headers(attempt.message_id, now, body, attempt.secrets)
    request = VendorRequest(
        method="POST", url=attempt.url, headers={"Content-Type": JSON, **signed}, body=body
    )
    try:
        answer = await vendors.transports[WEBHOOKS].send("deliver", request)
    except (UnreachableError, AnswerTooLargeError) as error:
        return Attempted(status=None, problem=str(error))
    return Attempted(status=answer.status, retry_after_seconds=answer.retry_after_seconds)
