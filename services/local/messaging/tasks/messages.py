"""Handlers of the jobs about messages: read what came, send what is due."""

from local.connectors.whatsapp.port import VENDOR, Button, Recipient, SendTemplate, SendText
from local.guidance.domain.manual_task import Reason
from local.messaging.domain.send_rules import Form
from local.messaging.jobs import ForgetWebhooks, QueueDueMessages, ReadWebhook, SendMessage
from local.messaging.service.due import forget_events, messages_due, messages_without_answer
from local.messaging.service.inbox import InboxService
from local.messaging.service.sending import Sending, SendingService
from local.messaging.service.understanding import forget_old_labels
from local.messaging.tasks.whatsapp_desk import whatsapp_desk
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.vendors import Vendors
from shared.db.session import maintenance_work, operator_work, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

_WAIT_SECONDS = 60.0
_NOTHING_HAPPENED = (FailureKind.RETRYABLE, FailureKind.RATE_LIMITED)


async def read_webhook(vendors: Vendors, context: JobContext, job: ReadWebhook) -> None:
    """Run ReadWebhook: everything in one transaction, so that read twice it is read once."""
    connection = await whatsapp_desk(vendors, context, job.tenant_id).connection_in_any_state()
    # Of a number that was cut since, nothing is taken in and nothing is kept.
    number = connection.account["phone_number_id"] if connection else None
    async with unit_of_work(context.database, job.tenant_id) as session:
        inbox = InboxService(session, job.tenant_id, clock=context.clock)
        await inbox.read(job.event_id, number)


async def forget_webhooks(context: JobContext, _job: ForgetWebhooks) -> None:
    """Run ForgetWebhooks: long after WhatsApp sends anything again."""
    async with maintenance_work(context.database) as session:
        await forget_events(session, context.clock.now())
        await forget_old_labels(session, context.clock.now())


async def queue_due_messages(context: JobContext, _job: QueueDueMessages) -> None:
    """Run QueueDueMessages: what is due, what lies half sent, and what stays without an answer."""
    now = context.clock.now()
    async with operator_work(context.database) as session:
        due = await messages_due(session, now)
        silent = await messages_without_answer(session, now)
        jobs = [SendMessage(tenant_id, message_id) for tenant_id, message_id in due]
        keys = [f"message:{job.message_id}" for job in jobs]
        await enqueue_many(session, jobs, dedupe_keys=keys)
    for tenant_id, message_id in silent:
        async with unit_of_work(context.database, tenant_id) as session:
            sending = SendingService(session, tenant_id, clock=context.clock)
            await sending.ask_about_silence(message_id)


async def send_message(vendors: Vendors, context: JobContext, job: SendMessage) -> None:
    """Run SendMessage: its key stays the same, so that no attempt sends a second time."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        sending = await SendingService(session, job.tenant_id, clock=context.clock).begin(
            job.message_id
        )
    if sending is None:
        return
    desk = whatsapp_desk(vendors, context, job.tenant_id)
    connection = await desk.connection()
    outcome: Outcome = NOT_CONNECTED
    if connection is not None:
        outcome = await desk.ask(connection, f"message.{_KINDS[sending.form]}", *_call(sending))
    if isinstance(outcome, Failed) and outcome.code == _IN_FLIGHT:
        # Whoever began is at it, or is dead: then the ledger lets us go on once its hold has ended.
        wait = outcome.retry_after_seconds or _WAIT_SECONDS
        raise RetryLaterError(outcome.message, after_seconds=wait + 1.0)
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = SendingService(session, job.tenant_id, clock=context.clock)
        await _note(service, job, outcome)


async def _note(service: SendingService, job: SendMessage, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        await service.note_taken(job.message_id, outcome.remote_id or "")
    elif not isinstance(outcome, Failed) or outcome.kind is FailureKind.UNKNOWN_OUTCOME:
        await service.note_silence(job.message_id)
    elif outcome.kind in _NOTHING_HAPPENED:
        wait = outcome.retry_after_seconds or _WAIT_SECONDS
        await service.note_delay(job.message_id, wait, outcome.code)
    else:
        why = _WHY.get(outcome.kind, Reason.REJECTED)
        why = Reason.NOT_CONNECTED if outcome is NOT_CONNECTED else why
        await service.note_refusal(job.message_id, why, outcome.code, outcome.message)


def _call(sending: Sending) -> tuple[SendText | SendTemplate, str]:
    to = Recipient(phone=sending.phone, user_id=None if sending.phone else sending.user_id)
    reference = str(sending.message_id)
    if sending.form is Form.TEMPLATE:
        name, language = sending.template
        template = SendTemplate(
            to=to,
            name=name,
            language=language,
            reference=reference,
            variables=sending.variables,
            payloads=[payload for payload, _ in sending.buttons],
        )
        return template, sending.key
    buttons = [Button(payload=payload, title=title) for payload, title in sending.buttons]
    words = SendText(
        to=to,
        text=sending.words or "",
        reference=reference,
        reply_to=sending.reply_to,
        buttons=buttons,
    )
    return words, sending.key


NOT_CONNECTED = Failed(
    kind=FailureKind.REJECTED, code="not_connected", message=f"{VENDOR} is not connected."
)
_IN_FLIGHT = "in_flight"
_KINDS = {Form.WORDS: "text", Form.TEMPLATE: "template"}
_WHY = {FailureKind.AUTH_EXPIRED: Reason.NEEDS_RECONNECT}
