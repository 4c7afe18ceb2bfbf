"""Handlers of market intelligence's jobs."""

from shared.jobs.handling import JobContext

from .jobs import RefreshAnalysis
from .service import IntelligenceService


async def refresh_analysis(context: JobContext, job: RefreshAnalysis) -> None:
    """Run RefreshAnalysis; running it twice computes once."""
    service = IntelligenceService(context.database, job.tenant_id, context.clock)
    await service.refresh()
