"""Jobs, handlers and a worker program of the tests."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from pydantic import PostgresDsn
from sqlalchemy import text

from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext, WorkerLimits
from shared.jobs.queue import enqueue
from shared.jobs.retry import RetryPolicy
from shared.jobs.schema import grant_statements, install_statements
from shared.jobs.worker import Worker

TENANT = UUID(int=7)
QUICK = RetryPolicy(max_attempts=3, first_delay_seconds=0.01, longest_delay_seconds=0.02)


@dataclass(frozen=True, slots=True)
class LeaveTrace:
    """Write one row, once more each time it runs."""

    tenant_id: UUID
    number: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SomethingElse:
    """A job that most workers of the tests do not know."""

    tenant_id: UUID


def install(owner_url: str, app_role: str) -> None:
    """Create the queue and the table of effects."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for statement in [
            *install_statements(),
            *grant_statements(app_role),
            "CREATE TABLE effects (number int NOT NULL, attempt int NOT NULL)",
            f"GRANT SELECT, INSERT ON effects TO {app_role}",
        ]:
            owner.execute(statement.encode())


async def leave_trace(context: JobContext, job: LeaveTrace) -> None:
    """Run LeaveTrace."""
    await asyncio.sleep(job.seconds)
    async with unit_of_work(context.database, job.tenant_id) as session:
        await session.execute(
            text("INSERT INTO effects (number, attempt) VALUES (:number, :attempt)"),
            {"number": job.number, "attempt": context.attempt},
        )


async def put(database: Database, *jobs: object, **options: Any) -> None:
    """Queue jobs in one transaction."""
    async with unit_of_work(database, TENANT) as session:
        for job in jobs:
            await enqueue(session, job, **options)


async def rows_of(url: PostgresDsn, query: str) -> list[dict[str, Any]]:
    """Ask the database past everything that is being tested."""
    async with (
        await psycopg.AsyncConnection.connect(str(url)) as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        await cursor.execute(query.encode())
        return await cursor.fetchall()


async def eventually(condition: Callable[[], Awaitable[bool]], seconds: float = 30.0) -> None:
    """Wait until a condition holds; fail when it never does."""
    deadline = monotonic() + seconds
    while not await condition():
        assert monotonic() < deadline, "it never came to be"
        await asyncio.sleep(0.02)


async def until_traces(url: PostgresDsn, count: int, seconds: float = 30.0) -> None:
    """Wait until so many different jobs have left a trace."""

    async def enough() -> bool:
        rows = await rows_of(url, "SELECT count(DISTINCT number) AS n FROM effects")
        return rows[0]["n"] >= count

    await eventually(enough, seconds)


async def until_empty(url: PostgresDsn) -> None:
    """Wait until no job waits or runs."""

    async def empty() -> bool:
        return not await rows_of(url, "SELECT id FROM pgqueuer WHERE status <> 'failed'")

    await eventually(empty)


def make_worker(
    url: PostgresDsn,
    database: Database,
    handlers: dict[type[Any], Any] | None = None,
    limits: WorkerLimits | None = None,
) -> Worker:
    """Return a worker whose retries are quick."""
    return Worker(
        database_url=url,
        handlers=handlers or {LeaveTrace: leave_trace},
        context=JobContext(database=database, clock=SystemClock()),
        limits=limits or WorkerLimits(retry=QUICK),
    )


@contextlib.asynccontextmanager
async def working(worker: Worker) -> AsyncGenerator[Worker]:
    """Let a worker work for the length of a block."""
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await asyncio.wait_for(running, 25)


async def main(address: str) -> None:
    """Work as a process of its own, until SIGTERM."""
    url = PostgresDsn(address)
    database = Database(url, pool_size=5)
    await database.open()
    worker = make_worker(url, database)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.run()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
