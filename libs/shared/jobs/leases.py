"""Whose job is it while a worker dies, is asked to go, or has been cut off?

A running job's row is signed by its worker every few seconds. One that is not signed for the
length of a lease is taken back here, which counts as a failed attempt: a job that kills its
worker each time ends among the dead instead of killing workers for ever.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain import models, types
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.ports.driver import Driver
from pgqueuer.ports.repository import EntrypointExecutionParameter

from shared.jobs.schema import builders
from shared.logging import first_line, masked

# The library would take lapsed jobs back too, without counting; so it never gets to.
_NEVER = timedelta(days=36_500)
_PLACE = "  File "

_RESCUE = """
WITH lapsed AS (
    SELECT id FROM pgqueuer
    WHERE status = 'picked' AND heartbeat < now() - $1::interval
    ORDER BY heartbeat LIMIT 1000 FOR UPDATE SKIP LOCKED
), rescued AS (
    UPDATE pgqueuer AS job
    SET status = (CASE WHEN attempts + 1 < $2 THEN 'queued' ELSE 'failed' END)::pgqueuer_status,
        attempts = attempts + 1, queue_manager_id = NULL, slot = NULL, updated = now()
    FROM lapsed WHERE job.id = lapsed.id
    RETURNING job.id, job.status, job.entrypoint, job.priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority, traceback)
SELECT id, status, entrypoint, priority, jsonb_build_object(
    'job_id', id, 'timestamp', now(), 'exception_type', 'LeaseExpired',
    'exception_message', 'The worker that ran this job was not heard of any more.',
    'traceback', '', 'additional_context', NULL)
FROM rescued
RETURNING job_id
"""
_HAND_BACK = """
WITH returned AS (
    UPDATE pgqueuer
    SET status = 'queued', queue_manager_id = NULL, slot = NULL, updated = now(),
        execute_after = now()
    WHERE id = $1 AND status = 'picked'
    RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM returned
"""
# One look into the index per name. `= ANY` would read and sort everything that waits.
NEXT_DUE = """
SELECT min(soonest.execute_after) - now() AS eta
FROM unnest($1::text[]) AS name CROSS JOIN LATERAL (
    SELECT execute_after FROM pgqueuer
    WHERE entrypoint = name AND status = 'queued' AND execute_after > now()
    ORDER BY execute_after LIMIT 1
) AS soonest
"""


class HandedBackError(RetryRequested):
    """The worker is asked to go before the job is done: somebody else begins it anew."""


@dataclass
class LeasedQueries(Queries):
    """The library's queries, with our answer to a worker that does not finish its job."""

    @classmethod
    def over(cls, driver: Driver) -> Self:
        """Return the queries over a driver, under our names."""
        return cls(driver, **builders())

    async def dequeue(
        self,
        batch_size: int,
        entrypoints: dict[types.QueueEntrypoint, EntrypointExecutionParameter],
        queue_manager_id: types.QueueManagerId,
        global_concurrency_limit: int | None,
        heartbeat_timeout: timedelta,  # noqa: ARG002 - `rescue` has it
    ) -> list[models.Job]:
        """Claim jobs that wait; never those of another worker."""
        return await super().dequeue(
            batch_size, entrypoints, queue_manager_id, global_concurrency_limit, _NEVER
        )

    async def retry_job(
        self,
        job: models.Job,
        delay: timedelta,
        traceback_record: models.TracebackRecord | None,
    ) -> None:
        """Queue a job again; one that was handed back has not failed."""
        reason = traceback_record.exception_type if traceback_record else None
        if reason == HandedBackError.__name__:
            await self.driver.execute(_HAND_BACK, job.id)
        else:
            await super().retry_job(job, delay, _without_values(traceback_record))

    async def log_jobs(
        self,
        job_status: list[tuple[models.Job, types.JOB_STATUS, models.TracebackRecord | None]],
    ) -> None:
        """Record how jobs ended; of an error where it was, not with which values."""
        await super().log_jobs(
            [(job, status, _without_values(record)) for job, status, record in job_status]
        )

    async def next_deferred_eta(self, entrypoints: list[types.QueueEntrypoint]) -> timedelta | None:
        """Return how long until the next job is due."""
        rows = await self.driver.fetch(NEXT_DUE, entrypoints)
        eta = rows[0]["eta"]
        return eta if isinstance(eta, timedelta) else None

    async def rescue(self, lease: timedelta, max_attempts: int) -> int:
        """Take back the jobs of workers not heard of for the length of a lease; count them."""
        return len(await self.driver.fetch(_RESCUE, lease, max_attempts))


def _without_values(record: models.TracebackRecord | None) -> models.TracebackRecord | None:
    """Return what is kept of an error for months: its kind, its first line, its places."""
    if record is None:
        return None
    places = [line for line in record.traceback.splitlines() if line.startswith(_PLACE)]
    return record.model_copy(
        update={
            "exception_message": masked(first_line(record.exception_message)),
            "traceback": "\n".join(places),
        }
    )
