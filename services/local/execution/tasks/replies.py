"""Handlers of the jobs about replies to reviews."""

from collections.abc import Mapping, Sequence
from typing import Any

from local.connectors.answer_values import moment
from local.connectors.desk import VendorDesk
from local.connectors.google_business.port import VENDOR, ListReviews, ReadReview, ReplyToReview
from local.execution.domain.reply_state import Seen, Sent
from local.execution.domain.reply_sync import SeenReview
from local.execution.domain.review_turns import is_its_turn
from local.execution.jobs import (
    CheckReply,
    PublishReply,
    QueueReviewSyncs,
    SyncReviews,
    sync_key,
)
from local.execution.service.replies import ReplyService
from local.execution.service.sending import Attempted, Sending, SendingService
from local.execution.tasks.vendor_desk import UNCLEAR, WAIT_SECONDS, later, vendor_desk
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.connections import tenants_connected
from shared.connectors.vendors import Vendors
from shared.db.session import operator_work, unit_of_work
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

MOST_PAGES = 20


async def queue_syncs(context: JobContext, _job: QueueReviewSyncs) -> None:
    """Run QueueReviewSyncs, each minute: those whose turn it is; who waits already is left out."""
    async with operator_work(context.database) as session:
        tenants = await tenants_connected(session, VENDOR)
        now, shops = context.clock.now(), len(tenants)
        jobs = [SyncReviews(one) for one in tenants if is_its_turn(one, now, shops)]
        keys = [sync_key(job) for job in jobs]
        await enqueue_many(session, jobs, dedupe_keys=keys)


async def sync_reviews(vendors: Vendors, context: JobContext, job: SyncReviews) -> None:
    """Run SyncReviews."""
    await read_reviews(vendors, context, job)


async def read_reviews(vendors: Vendors, context: JobContext, job: SyncReviews) -> int | None:
    """Read page after page, the last changed first, until one holds nothing new.

    Return how many pages were read; None where Google cannot be asked or refuses.
    """
    desk = vendor_desk(vendors, context, job.tenant_id)
    connection = await desk.connection()
    if connection is None:
        return None
    async with unit_of_work(context.database, job.tenant_id) as session:
        await SendingService(session, job.tenant_id, clock=context.clock).go_on()
    token: str | None = None
    for number in range(MOST_PAGES):
        wish, key = ListReviews(page_token=token), desk.once(f"reviews:{number}")
        outcome = await desk.ask(connection, "review.list", wish, key)
        if not isinstance(outcome, Done):
            _come_again_if_that_helps(outcome)
            return None
        page = [_seen(review) for review in outcome.data["reviews"] if review["name"]]
        async with unit_of_work(context.database, job.tenant_id) as session:
            replies = ReplyService(session, job.tenant_id, clock=context.clock)
            has_news = await replies.take_in(page)
        token = outcome.data["next_page_token"]
        if token is None or not has_news:
            return number + 1
    return MOST_PAGES


async def publish_reply(vendors: Vendors, context: JobContext, job: PublishReply) -> None:
    """Run PublishReply: its key stays the same, so that no attempt sends a second time."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = SendingService(session, job.tenant_id, clock=context.clock)
        sending = await service.begin(job.reply_id)
    if sending is None:
        return
    attempted = await _attempted(vendor_desk(vendors, context, job.tenant_id), sending)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = SendingService(session, job.tenant_id, clock=context.clock)
        await service.note(job.reply_id, sending, attempted)


async def check_reply(vendors: Vendors, context: JobContext, job: CheckReply) -> None:
    """Run CheckReply: only what is read back counts."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = SendingService(session, job.tenant_id, clock=context.clock)
        sending = await service.looking(job.reply_id)
    if sending is None:
        return
    seen, violation = await _looked(vendor_desk(vendors, context, job.tenant_id), sending)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = SendingService(session, job.tenant_id, clock=context.clock)
        await service.note_look(job.reply_id, sending, seen, violation)


async def _attempted(desk: VendorDesk, sending: Sending) -> Attempted:
    connection = await desk.connection()
    if connection is None:
        return Attempted(sent=Sent.NOT_CONNECTED, reason=Sent.NOT_CONNECTED)
    wish = ReplyToReview(review_name=sending.review_name, comment=sending.text)
    outcome = await desk.ask(connection, "review.reply", wish, sending.key)
    if isinstance(outcome, Done):
        return Attempted(sent=Sent.TAKEN)
    if not isinstance(outcome, Failed):
        return Attempted(sent=Sent.WAIT, wait_seconds=WAIT_SECONDS)
    return Attempted(
        sent=_sent(outcome),
        wait_seconds=outcome.retry_after_seconds or WAIT_SECONDS,
        reason=outcome.code[:100],
        message=outcome.message,
    )


def _sent(failed: Failed) -> Sent:
    if failed.kind in UNCLEAR:
        return Sent.WAIT
    return Sent.NEEDS_RECONNECT if failed.kind is FailureKind.AUTH_EXPIRED else Sent.REFUSED


async def _looked(desk: VendorDesk, sending: Sending) -> tuple[Seen | None, str | None]:
    """Return the reply as it stands under the review, and what it breaks; None where none is."""
    connection = await desk.connection()
    if connection is None:
        return None, None
    wish, key = ReadReview(review_name=sending.review_name), desk.once("look")
    outcome = await desk.ask(connection, "review.read", wish, key)
    _come_again_if_that_helps(outcome)
    reply = outcome.data["reply"] if isinstance(outcome, Done) else None
    if not reply:
        return None, None
    is_ours = _words(reply["comment"]) == _words(sending.text)
    return Seen(is_ours=is_ours, state=reply["state"]), reply["policy_violation"]


def _come_again_if_that_helps(outcome: Outcome) -> None:
    if isinstance(outcome, Failed) and outcome.kind in UNCLEAR:
        raise later(outcome)


def _seen(review: Mapping[str, Any]) -> SeenReview:
    reply = review["reply"]
    return SeenReview(
        name=review["name"],
        stars=review["stars"],
        text=review["comment"],
        written_at=moment(review["created_at"]),
        updated_at=moment(review["updated_at"]),
        answer=reply["comment"] if reply else None,
    )


def _words(text: str | None) -> Sequence[str]:
    return (text or "").split()
