"""Put a job on the queue, in the transaction that makes it necessary."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pgqueuer.adapters.persistence.queries import Queries
from sqlalchemy.ext.asyncio import AsyncSession

from shared.jobs.driver import TransactionDriver, driver_of
from shared.jobs.job import StoredJob, stored
from shared.jobs.schema import builders
from shared.jobs.tracing import current_headers
from shared.tracing.spans import Kind, span


async def enqueue(
    session: AsyncSession,
    job: object,
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Queue a job: it exists if and only if the session's transaction commits.

    While a job with the same dedupe key waits or runs, another is left out silently.
    """
    await insert(await driver_of(session), [stored(job)], [dedupe_key], run_at=run_at)


async def enqueue_many(
    session: AsyncSession,
    jobs: Sequence[object],
    *,
    dedupe_keys: Sequence[str | None] | None = None,
    run_at: datetime | None = None,
) -> None:
    """Queue many jobs in one statement."""
    keys: Sequence[str | None] = dedupe_keys or [None] * len(jobs)
    if jobs:
        await insert(await driver_of(session), [stored(job) for job in jobs], keys, run_at=run_at)


async def insert(
    driver: TransactionDriver,
    jobs: Sequence[StoredJob],
    dedupe_keys: Sequence[str | None],
    *,
    run_at: datetime | None = None,
) -> None:
    """Write the rows of jobs, each with the place in the trace from which it comes."""
    delay, names = await _delay_until(driver, run_at), [job.name for job in jobs]
    said = {"messaging.system": "pgqueuer", "messaging.batch.message_count": len(jobs)}
    with span(f"send {_all_of(names)}", Kind.PRODUCER, said):
        await Queries(driver, **builders()).enqueue(
            names,
            [job.payload for job in jobs],
            [0] * len(jobs),
            [delay] * len(jobs),
            list(dedupe_keys),
            [current_headers()] * len(jobs),
            on_conflict="skip",
        )


def _all_of(names: Sequence[str]) -> str:
    return ", ".join(sorted(set(names)))


async def _delay_until(driver: TransactionDriver, run_at: datetime | None) -> timedelta | None:
    """Return how far a moment is from the start of the transaction, by the database's clock."""
    if run_at is None:
        return None
    if run_at.tzinfo is None:
        message = "run_at needs a time zone, such as datetime(…, tzinfo=UTC)."
        raise ValueError(message)
    rows = await driver.fetch("SELECT $1::timestamptz - now() AS delay", run_at)
    delay = rows[0]["delay"]
    return delay if isinstance(delay, timedelta) else None
