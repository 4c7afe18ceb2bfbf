"""Handlers of the jobs about places."""

from local.places.jobs import MarkDuplicatePlaces
from local.places.service import PlaceService
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext


async def mark_duplicate_places(context: JobContext, job: MarkDuplicatePlaces) -> None:
    """Run MarkDuplicatePlaces; running it twice changes nothing more."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await PlaceService(session, job.tenant_id, clock=context.clock).mark_duplicates()
