"""Handlers of insights' jobs, and who does the routine of the daily brief."""

from dataclasses import dataclass

from local.automation.domain.executor import RunOrder, RunOutcome, Verified
from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.service import InsightsService, queue_morning_editions, todays_edition
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


@dataclass(frozen=True, slots=True)
class BriefPublication:
    """Puts a business's brief of the day together, unless it is there."""

    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Count it as done once it was read back."""
        database, sources = self.context.database, default_sources(self.context.clock)
        await todays_edition(database, order.tenant_id, sources)
        edition = await todays_edition(database, order.tenant_id, sources)
        return Verified(evidence=f"edition:{edition.id}", at=self.context.clock.now())
