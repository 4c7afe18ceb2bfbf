"""What is deleted once nobody can ask for it any more; every worker schedules it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from shared.connectors.postgres_book import forget_calls
from shared.db.session import maintenance_work
from shared.jobs.worker import Every, JobContext
from shared.limits.idempotency import purge_expired
from shared.limits.models import QuotaWindow
from shared.limits.quota import window_start

PURGE_EVERY = timedelta(minutes=15)
QUOTA_KEPT = timedelta(days=2)
# Longer than any wish may wait to be sent; after it, its key means nothing any more.
CALLS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class PurgeExpiredRows:
    """Forget answers of repeatable writes after a day, quota windows after two, calls after 90."""


async def purge_expired_rows(context: JobContext, _job: PurgeExpiredRows) -> None:
    """Run PurgeExpiredRows; running it twice changes nothing more."""
    oldest_kept = window_start(context.clock.now() - QUOTA_KEPT)
    async with maintenance_work(context.database) as session:
        await purge_expired(session, context.clock)
        await session.execute(delete(QuotaWindow).where(QuotaWindow.starts_at < oldest_kept))
    await forget_calls(context.database, context.clock.now() - CALLS_KEPT)


PURGE_SCHEDULE = Every(PURGE_EVERY, PurgeExpiredRows())
