"""Handlers of intelligence's jobs."""

from local.intelligence.jobs import MarkDuplicatePlaces
from local.intelligence.service import PlaceService
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext


async def mark_duplicate_places(context: JobContext, job: MarkDuplicatePlaces) -> None:
    """Run MarkDuplicatePlaces; running it twice changes nothing more."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await PlaceService(session, job.tenant_id, clock=context.clock).mark_duplicates()
