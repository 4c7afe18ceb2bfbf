"""Handlers of the jobs about routine work."""

from collections.abc import Callable, Mapping

from local.automation.domain.executor import Executor
from local.automation.domain.routines import Routine
from local.automation.jobs import OpenDay, QueueDays, QueueRunRecords, RecordRuns, RunRoutine
from local.automation.service.days import DayService, queue_days
from local.automation.service.records import RunService
from local.businesses.service import businesses_past_hour
from shared.db.session import operator_work, unit_of_work
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

# Who does which routine, made for the length of one job.
Executors = Mapping[Routine, Callable[[JobContext], Executor]]
_MIDNIGHT = 0


async def queue_days_begun(context: JobContext, _job: QueueDays) -> None:
    """Run QueueDays; whoever waits for one already is left out."""
    async with operator_work(context.database) as session:
        await queue_days(session, context.clock.now())


async def open_day(context: JobContext, job: OpenDay) -> None:
    """Run OpenDay; who comes second finds the day open."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await DayService(session, job.tenant_id, clock=context.clock).open()


async def run_routine(executors: Executors, context: JobContext, job: RunRoutine) -> None:
    """Run RunRoutine: whoever does it works outside any transaction, and may be asked twice."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        days = DayService(session, job.tenant_id, clock=context.clock)
        order = await days.begin(job.run_id, job.look, wired=frozenset(executors))
    if order is None:
        return
    outcome = await executors[order.routine](context).run(order)
    async with unit_of_work(context.database, job.tenant_id) as session:
        await DayService(session, job.tenant_id, clock=context.clock).note(order, outcome)


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
