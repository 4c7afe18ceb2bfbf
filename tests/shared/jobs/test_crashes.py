"""Workers and servers that die in the middle."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from pydantic import PostgresDsn

from onebox.postgres import RunningCluster, running_cluster
from shared.db.session import Database
from shared.jobs.handling import JobContext, WorkerLimits
from shared.jobs.worker import Worker
from tests.databases import ROOT, free_port, make_tier_database
from tests.shared.jobs.programs import (
    TENANT,
    LeaveTrace,
    eventually,
    install,
    leave_trace,
    make_worker,
    put,
    rows_of,
    until_empty,
    until_traces,
    working,
)


def start_process(url: PostgresDsn) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.shared.jobs.programs", str(url)]
    return subprocess.Popen(command, cwd=ROOT)


@pytest.fixture
def worker_process(queue_url: PostgresDsn) -> Generator[subprocess.Popen[bytes]]:
    process = start_process(queue_url)
    yield process
    process.kill()
    process.wait()


async def jobs_run(url: PostgresDsn) -> bool:
    return bool(await rows_of(url, "SELECT id FROM pgqueuer WHERE status = 'picked'"))


async def test_what_a_killed_worker_held_is_done_by_another(
    queue_url: PostgresDsn, queue_database: Database, worker_process: subprocess.Popen[bytes]
) -> None:
    jobs = [LeaveTrace(TENANT, number, seconds=0.4) for number in range(60)]
    await put(queue_database, *jobs)
    await eventually(lambda: jobs_run(queue_url))
    worker_process.kill()
    worker_process.wait()
    left = await rows_of(queue_url, "SELECT id FROM pgqueuer WHERE status = 'picked'")
    assert left
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, len(jobs))
        await until_empty(queue_url)
    assert await rows_of(queue_url, "SELECT id FROM pgqueuer") == []


async def test_a_worker_told_to_stop_ends_well_and_loses_nothing(
    queue_url: PostgresDsn, queue_database: Database, worker_process: subprocess.Popen[bytes]
) -> None:
    await put(queue_database, *(LeaveTrace(TENANT, number, seconds=0.4) for number in range(60)))
    await eventually(lambda: jobs_run(queue_url))
    worker_process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker_process.wait, 25) == 0
    assert not await jobs_run(queue_url)
    (done,) = await rows_of(queue_url, "SELECT count(*) AS n FROM effects")
    (left,) = await rows_of(queue_url, "SELECT count(*) AS n FROM pgqueuer")
    assert done["n"] + left["n"] == 60


@pytest.fixture
def server(tmp_path: Path) -> Generator[RunningCluster]:
    with running_cluster(tmp_path / "data", free_port()) as server:
        yield server


@pytest.fixture
async def own_database(server: RunningCluster) -> AsyncGenerator[Database]:
    """A database on a server that the test may stop."""
    urls = make_tier_database(server, "jobs", "jobs_tests")
    install(urls.owner_url, "jobs_tests_app")
    database = Database(PostgresDsn(urls.app_url), pool_size=5)
    await database.open()
    yield database
    await database.close()


async def is_not_ready(worker: Worker) -> bool:
    return not worker.is_ready()


async def test_a_worker_outlives_its_database(
    server: RunningCluster, own_database: Database
) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def span_the_outage(context: JobContext, job: LeaveTrace) -> None:
        if job.number == 1:
            begun.set()
            await may_end.wait()
        await leave_trace(context, job)

    url = own_database.url
    worker = make_worker(url, own_database, {LeaveTrace: span_the_outage})
    await put(own_database, LeaveTrace(TENANT, 1))
    async with working(worker):
        await begun.wait()
        server.stop()
        await eventually(lambda: is_not_ready(worker))
        server.start()
        may_end.set()
        # The connections of the outage are dead; only the worker must find that out by itself.
        await own_database.engine.dispose()
        await put(own_database, LeaveTrace(TENANT, 2))
        await until_traces(url, 2)
        await until_empty(url)
        assert worker.is_ready()
    assert len(await rows_of(url, "SELECT * FROM effects WHERE number = 1")) == 1


async def test_a_worker_stops_though_its_database_is_away(
    server: RunningCluster, own_database: Database
) -> None:
    begun = asyncio.Event()

    async def go_on(_context: JobContext, _job: LeaveTrace) -> None:
        begun.set()
        await asyncio.sleep(3600)

    limits = WorkerLimits(grace_seconds=0.5)
    worker = make_worker(own_database.url, own_database, {LeaveTrace: go_on}, limits)
    await put(own_database, LeaveTrace(TENANT, 1))
    async with working(worker):
        await begun.wait()
        server.stop()
    assert not worker.is_ready()
