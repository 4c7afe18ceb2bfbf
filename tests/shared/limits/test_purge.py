from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.jobs.worker import JobContext
from shared.limits.idempotency import IdempotentWrites, StoredAnswer
from shared.limits.purge import PURGE_SCHEDULE, PurgeExpiredRows, purge_expired_rows
from shared.limits.quota import TenantQuota

NOON = datetime(1990, 1, 1, 12, tzinfo=UTC)
LATER = [
    (timedelta(hours=23, minutes=59), (1, 1)),
    (timedelta(hours=24), (0, 1)),
    (timedelta(hours=49), (0, 0)),
]


async def kept_of(database: Database, tenant: UUID) -> tuple[int, int]:
    async with unit_of_work(database, tenant) as session:
        writes = await session.scalar(text("SELECT count(*) FROM idempotent_writes"))
        windows = await session.scalar(text("SELECT count(*) FROM quota_windows"))
    return writes or 0, windows or 0


async def leave_traces(database: Database, tenant: UUID) -> None:
    async with unit_of_work(database, tenant) as session:
        writes = IdempotentWrites(session, tenant, FixedClock(NOON))
        await writes.finish("key", b"hash", StoredAnswer(201, "application/json", b"{}"))
    await TenantQuota(database, FixedClock(NOON)).take(tenant, 10)


@pytest.mark.parametrize(("after", "expected"), LATER)
async def test_of_every_tenant_only_what_has_expired_goes(
    enterprise_database: Database, after: timedelta, expected: tuple[int, int]
) -> None:
    tenants = [new_id(), new_id()]
    for tenant in tenants:
        await leave_traces(enterprise_database, tenant)
    context = JobContext(database=enterprise_database, clock=FixedClock(NOON + after))
    for _ in range(2):
        await purge_expired_rows(context, PurgeExpiredRows())
    assert [await kept_of(enterprise_database, tenant) for tenant in tenants] == [expected] * 2


def test_it_runs_several_times_an_hour() -> None:
    assert PURGE_SCHEDULE.period <= timedelta(minutes=30)
