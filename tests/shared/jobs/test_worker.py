import asyncio
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from prometheus_client import REGISTRY
from pydantic import PostgresDsn

from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from shared.jobs.dead import dead_jobs, revive
from shared.jobs.errors import HandlersCollideError, JobHopelessError, RetryLaterError
from shared.jobs.handling import JobContext, WorkerLimits
from shared.jobs.retry import RetryPolicy
from tests.shared.jobs.programs import (
    QUICK,
    TENANT,
    LeaveTrace,
    SomethingElse,
    eventually,
    leave_trace,
    make_worker,
    put,
    rows_of,
    until_empty,
    until_traces,
    working,
)


class VendorDownError(Exception):
    pass


def counted(outcome: str) -> float:
    labels = {"queue": "default", "task": "LeaveTrace", "outcome": outcome}
    return REGISTRY.get_sample_value("jobs_total", labels) or 0.0


async def attempts_of(url: PostgresDsn, number: int) -> list[int]:
    rows = await rows_of(url, f"SELECT attempt FROM effects WHERE number = {number}")
    return [row["attempt"] for row in rows]


async def test_every_job_runs_once_whoever_takes_it(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    before = counted("succeeded")
    await put(queue_database, *(LeaveTrace(TENANT, number) for number in range(300)))
    first, second = (make_worker(queue_url, queue_database) for _ in range(2))
    async with working(first), working(second):
        await put(queue_database, *(LeaveTrace(TENANT, number) for number in range(300, 400)))
        await until_traces(queue_url, 400)
        await until_empty(queue_url)
    assert len(await rows_of(queue_url, "SELECT * FROM effects")) == 400
    assert counted("succeeded") - before == 400


async def test_a_failed_job_is_tried_again(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def fail_at_first(context: JobContext, job: LeaveTrace) -> None:
        if context.attempt < 3:
            raise VendorDownError
        await leave_trace(context, job)

    before = counted("retried")
    await put(queue_database, LeaveTrace(TENANT, 1))
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: fail_at_first})):
        await until_traces(queue_url, 1)
    assert await attempts_of(queue_url, 1) == [3]
    assert counted("retried") - before == 2


async def test_a_retry_tells_the_cause_behind_a_plain_sentence(
    queue_url: PostgresDsn, queue_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail_at_first(context: JobContext, job: LeaveTrace) -> None:
        if context.attempt < 2:
            message = "The vendor did not answer."
            raise VendorDownError(message) from ConnectionResetError("reset by peer")
        await leave_trace(context, job)

    await put(queue_database, LeaveTrace(TENANT, 1))
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: fail_at_first})):
        await until_traces(queue_url, 1)
    told = "VendorDownError: The vendor did not answer. From ConnectionResetError: reset by peer"
    assert told in caplog.text


async def dead(url: PostgresDsn) -> bool:
    return bool(await rows_of(url, "SELECT id FROM pgqueuer WHERE status = 'failed'"))


async def fail(_context: JobContext, _job: LeaveTrace) -> None:
    message = "the vendor said no"
    raise VendorDownError(message)


async def refuse(_context: JobContext, _job: LeaveTrace) -> None:
    message = "there is no such shop"
    raise JobHopelessError(message)


async def hang(_context: JobContext, _job: LeaveTrace) -> None:
    await asyncio.sleep(3600)


@pytest.mark.parametrize(
    ("handler", "attempts", "error"),
    [
        (fail, 3, "VendorDownError: the vendor said no"),
        (refuse, 1, "JobHopelessError: there is no such shop"),
        (hang, 3, "TimeoutError: "),
    ],
)
async def test_a_job_that_fails_for_good_is_kept_with_its_error(
    queue_url: PostgresDsn, queue_database: Database, handler: Any, attempts: int, error: str
) -> None:
    limits = WorkerLimits(retry=QUICK, timeouts={LeaveTrace: 0.05})
    await put(queue_database, LeaveTrace(TENANT, 5), dedupe_key="five")
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: handler}, limits)):
        await eventually(lambda: dead(queue_url))
    async with unit_of_work(queue_database, TENANT) as session:
        (job,) = await dead_jobs(session)
    assert (job.name, job.attempts, job.error) == ("LeaveTrace", attempts, error)
    assert '"number":5' in job.payload


async def test_what_is_kept_of_an_error_tells_where_it_was_and_no_values(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def blurt(_context: JobContext, _job: LeaveTrace) -> None:
        message = "no such row\nDETAIL: Key (phone)=(+919876543210)"
        raise VendorDownError(message)

    limits = WorkerLimits(retry=QUICK)
    await put(queue_database, LeaveTrace(TENANT, 6), dedupe_key="six")
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: blurt}, limits)):
        await eventually(lambda: dead(queue_url))
    with psycopg.connect(str(queue_url)) as connection:
        query = "SELECT traceback::text FROM pgqueuer_log WHERE traceback IS NOT NULL"
        kept = [row[0] for row in connection.execute(query)]
    assert len(kept) == QUICK.max_attempts
    assert all("in blurt" in text and "no such row" in text for text in kept)
    assert not any("9876543210" in text for text in kept)


async def test_a_dead_job_can_be_revived_beside_its_successor(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    await put(queue_database, LeaveTrace(TENANT, 5), dedupe_key="five")
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: refuse})):
        await eventually(lambda: dead(queue_url))
    await put(queue_database, LeaveTrace(TENANT, 6), dedupe_key="five")
    async with unit_of_work(queue_database, TENANT) as session:
        job_ids = [job.job_id for job in await dead_jobs(session)]
        assert await revive(session, [*job_ids, -1]) == 1
        assert await dead_jobs(session) == []
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, 2)
    assert await attempts_of(queue_url, 5) == [1]


async def test_a_payload_nobody_can_read_is_kept_at_once(
    queue_url: PostgresDsn, queue_database: Database, queue_urls: tuple[str, str]
) -> None:
    await put(queue_database, LeaveTrace(TENANT, 5))
    await rows_of(PostgresDsn(queue_urls[1]), "UPDATE pgqueuer SET payload = '{}' RETURNING id")
    async with working(make_worker(queue_url, queue_database)):
        await eventually(lambda: dead(queue_url))
    assert await rows_of(queue_url, "SELECT * FROM effects") == []


async def test_a_handler_may_say_when_to_come_back(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def ask_for_an_hour(_context: JobContext, _job: LeaveTrace) -> None:
        message = "too many requests"
        raise RetryLaterError(message, after_seconds=3600)

    async def is_put_off() -> bool:
        query = "SELECT id FROM pgqueuer WHERE execute_after > now() + interval '50 min'"
        return bool(await rows_of(queue_url, query))

    await put(queue_database, LeaveTrace(TENANT, 1))
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: ask_for_an_hour})):
        await eventually(is_put_off)


async def test_jobs_that_nobody_here_knows_are_kept_and_reported(
    queue_url: PostgresDsn, queue_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def unhandled() -> float | None:
        labels = {"queue": "default", "state": "unhandled"}
        return REGISTRY.get_sample_value("job_queue_depth", labels)

    async def is_reported() -> bool:
        return unhandled() == 1.0

    await put(queue_database, SomethingElse(TENANT), LeaveTrace(TENANT, 1))
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, 1)
        await eventually(is_reported)
    kept = await rows_of(queue_url, "SELECT entrypoint, status FROM pgqueuer")
    assert kept == [{"entrypoint": "SomethingElse", "status": "queued"}]
    assert "SomethingElse" in caplog.text


async def test_a_later_job_runs_when_it_is_due(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    soon = SystemClock().now() + timedelta(milliseconds=300)
    await put(queue_database, LeaveTrace(TENANT, 1), run_at=soon)
    await put(queue_database, LeaveTrace(TENANT, 2), run_at=soon + timedelta(days=1))
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, 1)
    assert await attempts_of(queue_url, 2) == []


async def test_a_stopping_worker_finishes_what_it_began(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    begun = asyncio.Event()

    async def take_a_while(context: JobContext, job: LeaveTrace) -> None:
        begun.set()
        await leave_trace(context, job)

    await put(queue_database, LeaveTrace(TENANT, 1, seconds=0.3))
    worker = make_worker(queue_url, queue_database, {LeaveTrace: take_a_while})
    async with working(worker):
        await begun.wait()
        assert worker.is_ready()
        worker.stop()
        assert not worker.is_ready()
    assert await attempts_of(queue_url, 1) == [1]
    assert await rows_of(queue_url, "SELECT * FROM pgqueuer") == []


async def test_a_stopping_worker_hands_back_what_takes_too_long(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    begun = asyncio.Event()

    async def never_end(_context: JobContext, _job: LeaveTrace) -> None:
        begun.set()
        await asyncio.sleep(3600)

    limits = WorkerLimits(retry=RetryPolicy(max_attempts=1), grace_seconds=0.1)
    await put(queue_database, LeaveTrace(TENANT, 1))
    async with working(make_worker(queue_url, queue_database, {LeaveTrace: never_end}, limits)):
        await begun.wait()
    (row,) = await rows_of(queue_url, "SELECT status, attempts FROM pgqueuer")
    assert row == {"status": "queued", "attempts": 0}
    async with working(make_worker(queue_url, queue_database)):
        await until_traces(queue_url, 1)
    assert await attempts_of(queue_url, 1) == [1]


def test_two_jobs_of_one_name_are_refused(queue_url: PostgresDsn, queue_database: Database) -> None:
    namesake = type("LeaveTrace", (), {})
    with pytest.raises(HandlersCollideError, match="LeaveTrace"):
        make_worker(queue_url, queue_database, {LeaveTrace: leave_trace, namesake: leave_trace})
