"""The jobs that failed for good: which, why, and once more from the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.ext.asyncio import AsyncSession

_LIST = text("""
SELECT job.id AS job_id, job.entrypoint AS name, convert_from(job.payload, 'UTF8') AS payload,
       job.updated AS failed_at, job.attempts + 1 AS attempts, last.error AS error
FROM pgqueuer AS job
LEFT JOIN LATERAL (
    SELECT (traceback ->> 'exception_type') || ': ' || (traceback ->> 'exception_message') AS error
    FROM pgqueuer_log AS log
    WHERE log.job_id = job.id AND log.traceback IS NOT NULL
    ORDER BY log.created DESC, log.id DESC LIMIT 1
) AS last ON true
WHERE job.status = 'failed' ORDER BY job.updated DESC, job.id DESC LIMIT :limit
""")
# Its dedupe key may meanwhile belong to a newer job, which must not stand in the way.
_REVIVE = text("""
UPDATE pgqueuer SET status = 'queued', attempts = 0, dedupe_key = NULL, execute_after = now(),
       updated = now()
WHERE id = ANY(:job_ids) AND status = 'failed' RETURNING id
""").bindparams(bindparam("job_ids", type_=ARRAY(BIGINT)))


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that will not be tried again by itself."""

    job_id: int
    name: str
    payload: str
    failed_at: datetime
    attempts: int
    error: str | None


async def dead_jobs(session: AsyncSession, limit: int = 100) -> list[DeadJob]:
    """Return the jobs that failed for good, the latest first."""
    rows = await session.execute(_LIST, {"limit": limit})
    return [DeadJob(**row) for row in rows.mappings()]


async def revive(session: AsyncSession, job_ids: Sequence[int]) -> int:
    """Queue failed jobs again with all their attempts; return how many there were."""
    return len((await session.execute(_REVIVE, {"job_ids": list(job_ids)})).all())
