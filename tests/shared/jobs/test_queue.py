from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import PostgresDsn
from sqlalchemy import text

from shared.db.session import Database, unit_of_work
from shared.jobs.errors import JobNotStorableError
from shared.jobs.queue import enqueue, enqueue_many
from tests.shared.jobs.programs import TENANT, LeaveTrace, put, rows_of

QUEUED = "SELECT * FROM pgqueuer ORDER BY id"


class ChangedOurMindError(Exception):
    pass


async def test_a_job_appears_with_its_transaction_and_not_before(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async with unit_of_work(queue_database, TENANT) as session:
        await enqueue(session, LeaveTrace(TENANT, 1))
        assert await rows_of(queue_url, QUEUED) == []
    rows = await rows_of(queue_url, QUEUED)
    assert [(row["entrypoint"], row["status"], row["attempts"]) for row in rows] == [
        ("LeaveTrace", "queued", 0)
    ]


async def test_a_job_goes_with_its_transaction(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    async def change_our_mind() -> None:
        async with unit_of_work(queue_database, TENANT) as session:
            await enqueue(session, LeaveTrace(TENANT, 1))
            raise ChangedOurMindError

    with pytest.raises(ChangedOurMindError):
        await change_our_mind()
    assert await rows_of(queue_url, QUEUED) == []


async def test_a_duplicate_is_left_out_and_the_transaction_lives(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    await put(queue_database, LeaveTrace(TENANT, 1), dedupe_key="once")
    async with unit_of_work(queue_database, TENANT) as session:
        await enqueue(session, LeaveTrace(TENANT, 2), dedupe_key="once")
        await session.execute(text("INSERT INTO effects VALUES (1, 1)"))
        await enqueue(session, LeaveTrace(TENANT, 3))
    assert len(await rows_of(queue_url, QUEUED)) == 2
    assert len(await rows_of(queue_url, "SELECT * FROM effects")) == 1


async def test_many_jobs_go_in_one_statement_duplicates_left_out(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    jobs = [LeaveTrace(TENANT, number) for number in range(500)]
    async with unit_of_work(queue_database, TENANT) as session:
        await enqueue_many(session, [])
        await enqueue_many(session, jobs, dedupe_keys=[str(n % 100) for n in range(500)])
        await enqueue_many(session, jobs[:7])
    assert len(await rows_of(queue_url, QUEUED)) == 107


async def test_a_later_job_waits_until_its_moment(
    queue_url: PostgresDsn, queue_database: Database
) -> None:
    moment = datetime(2100, 1, 1, 9, 30, tzinfo=UTC)
    await put(queue_database, LeaveTrace(TENANT, 1), run_at=moment)
    assert (await rows_of(queue_url, QUEUED))[0]["execute_after"] == moment


@pytest.mark.parametrize(
    ("job", "options", "error"),
    [
        (LeaveTrace(TENANT, 1), {"run_at": datetime(2100, 1, 1)}, ValueError),  # noqa: DTZ001 - under test
        (timedelta(days=1), {}, JobNotStorableError),
    ],
)
async def test_what_cannot_be_queued_is_refused(
    queue_url: PostgresDsn,
    queue_database: Database,
    job: object,
    options: dict[str, Any],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        await put(queue_database, job, **options)
    assert await rows_of(queue_url, QUEUED) == []
