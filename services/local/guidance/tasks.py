"""Handlers of the jobs of guidance."""

from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.jobs import TellOfLostWebhooks
from local.guidance.service import ManualTaskService
from local.webhooks.service.deliveries import lost_endpoints
from shared.db.session import operator_work, unit_of_work
from shared.jobs.handling import JobContext


async def tell_of_lost_webhooks(context: JobContext, _job: TellOfLostWebhooks) -> None:
    """Run TellOfLostWebhooks: a task's key holds when it was disabled, so each is told once."""
    async with operator_work(context.database) as session:
        lost = await lost_endpoints(session)
    for endpoint in lost:
        async with unit_of_work(context.database, endpoint.tenant_id) as session:
            tasks = ManualTaskService(session, endpoint.tenant_id, clock=context.clock)
            await tasks.open(
                NewManualTask(
                    key=f"webhook:{endpoint.id}:{endpoint.since.isoformat()}",
                    kind=ManualTaskKind.REPAIR_WEBHOOK,
                    reason=Reason.REJECTED,
                    facts={"host": endpoint.host},
                )
            )
