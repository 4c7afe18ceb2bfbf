"""How many jobs that do nothing does one worker do in a second, against the barest loop?"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

import psycopg
from psycopg import sql
from pydantic import PostgresDsn

from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext, WorkerLimits
from shared.jobs.queue import enqueue_many
from shared.jobs.schema import install_statements
from shared.jobs.worker import Worker

JOBS = 5_000
ROUNDS = 5
BATCH = 50
DATABASE = "bench_jobs"
TENANT = UUID(int=1)
TIMEOUT_SECONDS = 120

_CLAIM = """
UPDATE bare SET taken = true WHERE id IN (
    SELECT id FROM bare WHERE NOT taken ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class DoNothing:
    """A job without work."""

    tenant_id: UUID
    number: int


def make_database(superuser_url: str, url: str) -> None:
    """Create a database with the queue and the bare table."""
    with psycopg.connect(superuser_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, taken bool DEFAULT false)")
        for statement in install_statements():
            owner.execute(statement.encode())


async def rates(url: str) -> tuple[list[float], list[float]]:
    """Return jobs a second of the worker and of the bare loop, by turns."""
    database = Database(PostgresDsn(url))
    await database.open()
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        ours.append(await _worker_rate(url, database))
        bare.append(await _bare_rate(url))
    await database.close()
    return ours, bare


async def _worker_rate(url: str, database: Database) -> float:
    async with unit_of_work(database, TENANT) as session:
        await enqueue_many(session, [DoNothing(TENANT, number) for number in range(JOBS)])
    begun, done = asyncio.Event(), asyncio.Event()
    worker = Worker(
        database_url=PostgresDsn(url),
        handlers={DoNothing: _counting(begun, done)},
        context=JobContext(database=database, clock=SystemClock()),
        limits=WorkerLimits(batch_size=BATCH, concurrency=2 * BATCH),
    )
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await begun.wait()
        began = perf_counter()
        await done.wait()
    seconds = perf_counter() - began
    worker.stop()
    await running
    return JOBS / seconds


def _counting(
    begun: asyncio.Event, done: asyncio.Event
) -> Callable[[JobContext, DoNothing], Awaitable[None]]:
    left = JOBS

    async def do_nothing(_context: JobContext, _job: DoNothing) -> None:
        nonlocal left
        begun.set()
        left -= 1
        if left == 0:
            done.set()

    return do_nothing


async def _bare_rate(url: str) -> float:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "INSERT INTO bare (taken) SELECT false FROM generate_series(1, %s)", [JOBS]
        )
        began = perf_counter()
        while claimed := await (await connection.execute(_CLAIM, [BATCH])).fetchall():
            await asyncio.gather(*(asyncio.sleep(0) for _ in claimed))
            ids = [row[0] for row in claimed]
            await connection.execute("DELETE FROM bare WHERE id = ANY(%s)", [ids])
        return JOBS / (perf_counter() - began)
