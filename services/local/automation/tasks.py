"""Handlers of the jobs about routine work."""

from local.automation.jobs import QueueRunRecords, RecordRuns
from local.automation.service import RunService
from local.businesses.service import businesses_past_hour
from shared.db.session import operator_work, unit_of_work
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

_MIDNIGHT = 0


async def queue_run_records(context: JobContext, _job: QueueRunRecords) -> None:
    """Run QueueRunRecords; whoever waits for one already is left out."""
    async with operator_work(context.database) as session:
        tenants = await businesses_past_hour(session, context.clock.now(), _MIDNIGHT)
        jobs = [RecordRuns(tenant_id) for tenant_id in tenants]
        keys = [f"runs:{tenant_id}" for tenant_id in tenants]
        await enqueue_many(session, jobs, dedupe_keys=keys)


async def record_runs(context: JobContext, job: RecordRuns) -> None:
    """Run RecordRuns."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await RunService(session, job.tenant_id, clock=context.clock).record()
