"""Handlers of insights' jobs."""

from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.service import InsightsService, queue_morning_editions
from local.intelligence.service import default_sources
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext


async def publish_edition(context: JobContext, job: PublishEdition) -> None:
    """Run PublishEdition; running it twice gives the same edition."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        sources = default_sources(context.clock)
        await InsightsService(session, job.tenant_id, sources).publish()


async def queue_morning(context: JobContext, _job: QueueMorningEditions) -> None:
    """Run QueueMorningEditions; who has an edition, or waits for one, is left out."""
    await queue_morning_editions(context.database, context.clock.now())
