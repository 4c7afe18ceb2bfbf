from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.repository import KEPT
from local.insights.tasks import publish_edition, queue_morning
from local.work import SCHEDULE
from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.jobs.handling import JobContext
from tests.api import Api
from tests.local.test_work import HANDLERS

# 05:30 in India; 02:30 an hour before midnight of the day before, in UTC.
MORNING = datetime(2031, 3, 4, 0, 0, tzinfo=UTC)
NIGHT = datetime(2031, 3, 3, 21, 0, tzinfo=UTC)

EDITIONS = text("SELECT day::text FROM local_insight_editions ORDER BY day")
QUEUED = text(
    "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'PublishEdition'"
    " AND convert_from(payload, 'UTF8') LIKE '%' || :tenant_id || '%'"
)


def context(database: Database, at: datetime) -> JobContext:
    return JobContext(database=database, clock=FixedClock(at))


async def editions(database: Database, tenant_id: UUID) -> list[str]:
    async with unit_of_work(database, tenant_id) as session:
        return list((await session.scalars(EDITIONS)).all())


async def queued(database: Database, tenant_id: UUID) -> int:
    async with unit_of_work(database, tenant_id) as session:
        return (await session.execute(QUEUED, {"tenant_id": str(tenant_id)})).scalar_one()


@pytest.mark.parametrize(("at", "jobs"), [(NIGHT, 0), (MORNING, 1)])
async def test_an_edition_is_queued_once_the_shops_own_morning_has_come(
    local_api: Api, at: datetime, jobs: int
) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant()
    for _ in range(2):
        await queue_morning(context(database, at), QueueMorningEditions())
    assert await queued(database, tenant.id) == jobs


async def test_who_has_todays_edition_waits_for_tomorrow(local_api: Api) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant()
    await publish_edition(context(database, MORNING), PublishEdition(tenant.id))
    await queue_morning(context(database, MORNING + timedelta(hours=18)), QueueMorningEditions())
    assert await queued(database, tenant.id) == 0
    await queue_morning(context(database, MORNING + timedelta(days=1)), QueueMorningEditions())
    assert await queued(database, tenant.id) == 1


async def test_an_edition_published_twice_is_one(local_api: Api) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant()
    for _ in range(2):
        await publish_edition(context(database, MORNING), PublishEdition(tenant.id))
    assert await editions(database, tenant.id) == ["2031-03-04"]


async def test_editions_are_kept_for_ninety_days(local_api: Api) -> None:
    database, tenant = local_api.runtime.database, await local_api.new_tenant()
    for days in (0, 1, 1 + KEPT.days):
        at = MORNING + timedelta(days=days)
        await publish_edition(context(database, at), PublishEdition(tenant.id))
    assert await editions(database, tenant.id) == ["2031-03-05", "2031-06-03"]


def test_the_worker_knows_both_jobs_and_looks_every_few_minutes() -> None:
    assert {PublishEdition, QueueMorningEditions} <= set(HANDLERS)
    (tick,) = (every for every in SCHEDULE if isinstance(every.job, QueueMorningEditions))
    assert tick.period <= timedelta(minutes=15)
