from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from pgqueuer.domain.types import QueueEntrypoint, QueueManagerId
from pydantic import PostgresDsn

from shared.db.session import Database
from shared.jobs.leases import NEXT_DUE, LeasedQueries
from shared.jobs.lines import WorkerLines
from tests.shared.jobs.programs import TENANT, LeaveTrace, put

NAME = QueueEntrypoint("LeaveTrace")
TOMORROW = """INSERT INTO pgqueuer (priority, execute_after, status, entrypoint, payload)
SELECT 0, now() + interval '1 day', 'queued', 'LeaveTrace', '{}' FROM generate_series(1, 30000)"""


@pytest.fixture
async def queries(queue_url: PostgresDsn) -> AsyncGenerator[LeasedQueries]:
    lines = WorkerLines(queue_url)
    yield LeasedQueries.over(lines)
    await lines.close()


def blocks_read(answer: list[dict[str, Any]]) -> int:
    plan = answer[0]["QUERY PLAN"][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


@pytest.mark.parametrize("is_analysed", [True, False])
async def test_what_waits_for_tomorrow_is_not_read_to_find_what_is_due(
    queries: LeasedQueries,
    queue_database: Database,
    queue_urls: tuple[str, str],
    is_analysed: bool,
) -> None:
    with psycopg.connect(queue_urls[1]) as owner:
        owner.execute(TOMORROW)
        if is_analysed:
            owner.execute("ANALYZE pgqueuer")
    await put(queue_database, LeaveTrace(TENANT, 1))
    claim = queries.qbq.build_dequeue_query(
        batch_size=10,
        entrypoints=[NAME],
        concurrency_limits=[0],
        queue_manager_id=QueueManagerId(UUID(int=1)),
        global_concurrency_limit=20,
        heartbeat_timeout=timedelta(days=1),
    )
    explain = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
    assert blocks_read(await queries.driver.fetch(explain + NEXT_DUE, [NAME])) < 200
    assert blocks_read(await queries.driver.fetch(explain + claim.sql, *claim.args)) < 300


async def test_the_next_due_job_is_the_soonest_of_all_names(
    queries: LeasedQueries, queue_database: Database
) -> None:
    assert await queries.next_deferred_eta([NAME]) is None
    await put(queue_database, LeaveTrace(TENANT, 1))
    assert await queries.next_deferred_eta([NAME]) is None
