import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from pydantic import PostgresDsn

from shared.clock import SystemClock
from shared.db.session import Database
from shared.jobs.handling import WorkerLimits
from shared.jobs.lines import WorkerLines
from shared.jobs.retry import RetryPolicy
from shared.jobs.schedule import Every
from shared.jobs.upkeep import Upkeep
from tests.shared.jobs.programs import TENANT, LeaveTrace, SomethingElse, put, rows_of

DAILY = Every(timedelta(days=1), LeaveTrace(TENANT, 1))
MAKE_DUE = "UPDATE pgqueuer_schedules SET next_run = now() - interval '3 days' RETURNING id"


@pytest.fixture
async def two_workers(queue_url: PostgresDsn) -> AsyncGenerator[tuple[Upkeep, Upkeep]]:
    """The upkeep of two workers that have the same schedule."""
    lines = [WorkerLines(queue_url) for _ in range(2)]
    limits = WorkerLimits(retry=RetryPolicy(max_attempts=2))
    first, second = (Upkeep(line, ["LeaveTrace"], [DAILY], limits, SystemClock()) for line in lines)
    yield first, second
    for line in lines:
        await line.close()


async def test_a_turn_is_taken_once_however_many_reach_for_it(
    queue_url: PostgresDsn, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    for upkeep in two_workers:
        await upkeep.enrol()
        await upkeep.take_turns()
    assert await rows_of(queue_url, "SELECT * FROM pgqueuer") == []
    await rows_of(queue_url, MAKE_DUE)
    await asyncio.gather(*(upkeep.take_turns() for upkeep in two_workers * 5))
    assert len(await rows_of(queue_url, "SELECT * FROM pgqueuer")) == 1
    (turn,) = await rows_of(
        queue_url, "SELECT next_run > now() AS later, last_run FROM pgqueuer_schedules"
    )
    assert turn["later"]
    assert turn["last_run"] is not None


async def test_a_turn_is_left_out_while_its_forerunner_waits(
    queue_url: PostgresDsn, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    upkeep, _ = two_workers
    await upkeep.enrol()
    for _ in range(2):
        await rows_of(queue_url, MAKE_DUE)
        await upkeep.take_turns()
    assert len(await rows_of(queue_url, "SELECT * FROM pgqueuer")) == 1


LAPSE = """UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(),
heartbeat = now() - interval '{age} seconds' RETURNING id"""


async def test_a_lapsed_job_is_taken_back_and_counts_as_failed(
    queue_url: PostgresDsn, queue_database: Database, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    before = REGISTRY.get_sample_value("job_lease_expired_total") or 0.0
    await put(queue_database, LeaveTrace(TENANT, 1))
    states: list[tuple[str, int]] = []
    for age in (8, 10, 10):
        await rows_of(queue_url, LAPSE.format(age=age))
        await asyncio.gather(*(upkeep.rescue() for upkeep in two_workers))
        (row,) = await rows_of(queue_url, "SELECT status, attempts FROM pgqueuer")
        states.append((row["status"], row["attempts"]))
    assert states == [("picked", 0), ("queued", 1), ("failed", 2)]
    assert REGISTRY.get_sample_value("job_lease_expired_total") == before + 2
    (reason,) = await rows_of(
        queue_url, "SELECT traceback FROM pgqueuer_log WHERE status = 'failed'"
    )
    assert reason["traceback"]["exception_type"] == "LeaseExpired"


async def test_the_queue_is_counted_by_what_its_jobs_wait_for(
    queue_url: PostgresDsn, queue_database: Database, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    await put(queue_database, *(LeaveTrace(TENANT, number) for number in range(7)))
    await put(queue_database, SomethingElse(TENANT))
    for number, change in enumerate(
        ["execute_after = now() + interval '1 h'", "status = 'picked'", "status = 'failed'"]
    ):
        by_number = f"convert_from(payload, 'UTF8') LIKE '%\"number\":{number},%'"
        await rows_of(queue_url, f"UPDATE pgqueuer SET {change} WHERE {by_number} RETURNING id")
    overdue = "execute_after = now() - interval '90 s'"
    await rows_of(queue_url, f"UPDATE pgqueuer SET {overdue} WHERE id % 7 = 6 RETURNING id")
    await two_workers[0].count()
    depths = {
        state: REGISTRY.get_sample_value("job_queue_depth", {"queue": "default", "state": state})
        for state in ("ready", "deferred", "running", "failed", "unhandled")
    }
    assert depths == {"ready": 4, "deferred": 1, "running": 1, "failed": 1, "unhandled": 1}


async def test_the_age_is_that_of_the_job_due_for_longest(
    queue_url: PostgresDsn, queue_database: Database, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    await put(queue_database, LeaveTrace(TENANT, 1), SomethingElse(TENANT))
    overdue = "SET execute_after = now() - interval '90 s' WHERE entrypoint = 'SomethingElse'"
    await rows_of(queue_url, f"UPDATE pgqueuer {overdue} RETURNING id")
    await two_workers[0].count()
    age = REGISTRY.get_sample_value("job_oldest_age_seconds", {"queue": "default"})
    assert age is not None
    assert 90 <= age < 300


async def test_old_records_are_forgotten_failures_later(
    queue_url: PostgresDsn, two_workers: tuple[Upkeep, Upkeep]
) -> None:
    await rows_of(
        queue_url,
        """INSERT INTO pgqueuer_log (created, job_id, status, entrypoint, priority)
        SELECT now() - days * interval '1 day', days, status::pgqueuer_status, 'LeaveTrace', 0
        FROM unnest(ARRAY[0, 2, 80, 100]) AS days,
             unnest(ARRAY['successful', 'picked', 'failed']) AS status RETURNING id""",
    )
    await two_workers[0].forget()
    rows = await rows_of(queue_url, "SELECT job_id AS days, status FROM pgqueuer_log ORDER BY 1, 2")
    assert [(row["days"], row["status"]) for row in rows] == [
        (0, "picked"),
        (0, "successful"),
        (0, "failed"),
        (2, "failed"),
        (80, "failed"),
    ]
