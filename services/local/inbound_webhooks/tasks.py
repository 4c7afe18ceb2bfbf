"""Handlers of the jobs about webhooks that come in."""

from local.inbound_webhooks.domain.told import ToldType, told_of
from local.inbound_webhooks.jobs import ActOnTold, ForgetTold
from local.inbound_webhooks.service.acting import ActingService, forget_old
from shared.db.session import maintenance_work, unit_of_work
from shared.jobs.handling import JobContext


async def act_on_told(context: JobContext, job: ActOnTold) -> None:
    """Run ActOnTold: everything in one transaction, so that done twice it is done once."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = ActingService(session, job.tenant_id, clock=context.clock)
        row = await service.waiting(job.told_id)
        if row is not None:
            await service.act(row, told_of(ToldType(row.type), row.data or {}))


async def forget_told(context: JobContext, _job: ForgetTold) -> None:
    """Run ForgetTold."""
    async with maintenance_work(context.database) as session:
        await forget_old(session, context.clock.now())
