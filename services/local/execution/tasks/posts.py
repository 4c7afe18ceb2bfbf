"""Handlers of the jobs about posts."""

from uuid import UUID

from local.connectors.desk import VendorDesk
from local.execution.domain.post_state import Seen, Sent
from local.execution.jobs import CheckPost, PublishPost, QueueDuePosts
from local.execution.service.post_sending import (
    Attempted,
    PostSendingService,
    Sending,
    queue_due,
)
from local.execution.tasks.post_channels import CHANNELS, PostChannel
from local.execution.tasks.vendor_desk import WAIT_SECONDS, vendor_desk
from shared.connectors.calls import Done, Failed, FailureKind, Outcome, Pending
from shared.connectors.connections import Connection
from shared.connectors.vendors import Vendors
from shared.db.session import operator_work, unit_of_work
from shared.jobs.handling import JobContext

_NOTHING_HAPPENED = frozenset({FailureKind.RETRYABLE, FailureKind.RATE_LIMITED})


async def queue_due_posts(context: JobContext, _job: QueueDuePosts) -> None:
    """Run QueueDuePosts: what a dead worker left lying is due again too."""
    async with operator_work(context.database) as session:
        await queue_due(session, context.clock.now())


async def publish_post(vendors: Vendors, context: JobContext, job: PublishPost) -> None:
    """Run PublishPost: its key stays the same, so that no attempt makes a second post."""
    channel = await _channel(context, job.tenant_id, job.post_id)
    desk = vendor_desk(vendors, context, job.tenant_id, channel.vendor) if channel else None
    connection = await desk.connection() if desk else None
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PostSendingService(session, job.tenant_id, clock=context.clock)
        sending = await service.begin(job.post_id, connection.id if connection else None)
    if channel is None or desk is None or connection is None or sending is None:
        return
    attempted = await _attempted(channel, desk, connection, sending)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PostSendingService(session, job.tenant_id, clock=context.clock)
        await service.note(job.post_id, sending, attempted)


async def check_post(vendors: Vendors, context: JobContext, job: CheckPost) -> None:
    """Run CheckPost: only what is read back counts."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PostSendingService(session, job.tenant_id, clock=context.clock)
        remote_id = await service.looking(job.post_id)
    channel = await _channel(context, job.tenant_id, job.post_id)
    if remote_id is None or channel is None:
        return
    desk = vendor_desk(vendors, context, job.tenant_id, channel.vendor)
    seen = await _looked(channel, desk, remote_id)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PostSendingService(session, job.tenant_id, clock=context.clock)
        await service.note_look(job.post_id, remote_id, seen)


async def _channel(context: JobContext, tenant_id: UUID, post_id: UUID) -> PostChannel | None:
    """Return how to post there; None where only a person can."""
    async with unit_of_work(context.database, tenant_id) as session:
        service = PostSendingService(session, tenant_id, clock=context.clock)
        return CHANNELS.get(await service.channel(post_id))


async def _attempted(
    channel: PostChannel, desk: VendorDesk, connection: Connection, sending: Sending
) -> Attempted:
    capability, wish = channel.creation(sending)
    outcome = await desk.ask(connection, capability, wish, sending.key)
    if isinstance(outcome, Done | Pending):
        return Attempted(sent=Sent.TAKEN, remote_id=outcome.remote_id)
    if not isinstance(outcome, Failed):
        return Attempted(sent=Sent.WAIT, wait_seconds=WAIT_SECONDS)
    return Attempted(
        sent=_sent(channel, outcome),
        wait_seconds=outcome.retry_after_seconds or WAIT_SECONDS,
        reason=outcome.code[:100],
        message=outcome.message,
    )


def _sent(channel: PostChannel, failed: Failed) -> Sent:
    if failed.kind in _NOTHING_HAPPENED:
        return Sent.WAIT
    if failed.kind is FailureKind.UNKNOWN_OUTCOME:
        return Sent.UNKNOWN
    if failed.kind is FailureKind.AUTH_EXPIRED:
        return Sent.NEEDS_RECONNECT
    return Sent.REJECTED if failed.code in channel.rejections else Sent.REFUSED


async def _looked(channel: PostChannel, desk: VendorDesk, remote_id: str) -> Seen | None:
    """Return the post as it stands; None where it was not found or nobody answered."""
    connection = await desk.connection()
    if connection is None:
        return None
    capability, wish = channel.look(remote_id)
    outcome: Outcome = await desk.ask(connection, capability, wish, desk.once("look"))
    return channel.seen(outcome.data) if isinstance(outcome, Done) else None
