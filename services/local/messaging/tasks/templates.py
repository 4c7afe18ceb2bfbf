"""Handlers of the jobs about templates."""

from local.connectors.whatsapp.port import VENDOR, ListTemplates
from local.messaging.jobs import QueueTemplateSyncs, SyncTemplates
from local.messaging.service.desk import DeskService
from local.messaging.tasks.whatsapp_desk import whatsapp_desk
from shared.connectors.calls import Done, Failed
from shared.connectors.connections import tenants_connected
from shared.connectors.vendors import Vendors
from shared.db.session import operator_work, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

_MOST_PAGES = 20
_WAIT_SECONDS = 60.0


async def queue_template_syncs(context: JobContext, _job: QueueTemplateSyncs) -> None:
    """Run QueueTemplateSyncs; whoever waits for one already is left out."""
    async with operator_work(context.database) as session:
        tenants = await tenants_connected(session, VENDOR)
        jobs = [SyncTemplates(tenant_id) for tenant_id in tenants]
        keys = [f"template-sync:{tenant_id}" for tenant_id in tenants]
        await enqueue_many(session, jobs, dedupe_keys=keys)


async def sync_templates(vendors: Vendors, context: JobContext, job: SyncTemplates) -> None:
    """Run SyncTemplates: page after page."""
    desk = whatsapp_desk(vendors, context, job.tenant_id)
    connection = await desk.connection()
    if connection is None:
        return
    after: str | None = None
    for number in range(_MOST_PAGES):
        key = desk.once(f"templates:{number}")
        outcome = await desk.ask(connection, "template.list", ListTemplates(after=after), key)
        if not isinstance(outcome, Done):
            wait = outcome.retry_after_seconds if isinstance(outcome, Failed) else None
            message = "WhatsApp did not list the templates."
            raise RetryLaterError(message, after_seconds=wait or _WAIT_SECONDS)
        async with unit_of_work(context.database, job.tenant_id) as session:
            service = DeskService(session, job.tenant_id, clock=context.clock)
            await service.note_templates(outcome.data["templates"])
        after = outcome.data["after"]
        if after is None:
            return
