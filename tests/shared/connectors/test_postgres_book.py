import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.connectors.calls import Done, Failed
from shared.connectors.connector import Draw
from shared.connectors.limits import UnknownLimitError
from shared.connectors.models import VendorLimitRow
from shared.connectors.postgres_book import forget_calls
from shared.connectors.runner import VendorRunner
from shared.db.session import PLATFORM_TENANT, Database, unit_of_work
from tests.shared.connectors.conftest import SLOW, START, Desk, count, postgres_desk
from tests.shared.connectors.post_office import PostOffice

OFFICE = PostOffice()


async def add_limit(database: Database, tenant_id: UUID, name: str, burst: float) -> None:
    async with unit_of_work(database, tenant_id) as session:
        await session.merge(
            VendorLimitRow(
                tenant_id=tenant_id,
                name=name,
                effective_from=date(2026, 1, 2),
                tokens=1,
                per_seconds=3600,
                burst=burst,
                source="this test",
            )
        )


async def run(desk: Desk, office: PostOffice, key: str) -> object:
    return await desk.runner.run(desk.tenant_id, office, desk.call("label.set", key))


async def test_all_tenants_draw_from_the_platforms_bucket(local_database: Database) -> None:
    await add_limit(local_database, PLATFORM_TENANT, "tests.platform", burst=3)
    office = PostOffice([Draw("tests.platform", is_platform=True)])
    desks = [await postgres_desk(local_database) for _ in range(5)]
    outcomes = await asyncio.gather(*(run(desk, office, "k") for desk in desks))
    assert sum(isinstance(outcome, Done) for outcome in outcomes) == 3
    assert {o.code for o in outcomes if isinstance(o, Failed)} == {"own_limit"}


async def test_a_tenants_own_limit_goes_before_the_platforms(local_database: Database) -> None:
    await add_limit(local_database, PLATFORM_TENANT, "tests.raised", burst=1)
    office = PostOffice([Draw("tests.raised")])
    plain, raised = await postgres_desk(local_database), await postgres_desk(local_database)
    await add_limit(local_database, raised.tenant_id, "tests.raised", burst=2)
    for desk, most in ((plain, 1), (raised, 2)):
        outcomes = [await run(desk, office, f"k{number}") for number in range(3)]
        assert sum(isinstance(outcome, Done) for outcome in outcomes) == most


async def test_a_new_row_changes_the_limit_from_its_day_on(local_database: Database) -> None:
    desk = await postgres_desk(local_database)
    office = PostOffice([Draw("letters")])
    async with unit_of_work(local_database, desk.tenant_id) as session:
        values = {"tokens": 60, "per_seconds": 60, "burst": 60, "source": "this test"}
        tomorrow = START.date() + timedelta(days=1)
        row = VendorLimitRow(
            tenant_id=desk.tenant_id, name="letters", effective_from=tomorrow, **values
        )
        session.add(row)
    today = [await run(desk, office, f"k{number}") for number in range(4)]
    assert sum(isinstance(outcome, Done) for outcome in today) == SLOW.burst
    desk.clock.at += timedelta(days=1)
    later = [await run(desk, office, f"t{number}") for number in range(4)]
    assert all(isinstance(outcome, Done) for outcome in later)


async def test_a_limit_without_a_row_lets_nothing_through(local_database: Database) -> None:
    desk = await postgres_desk(local_database)
    with pytest.raises(UnknownLimitError, match=r"tests\.nowhere"):
        await run(desk, PostOffice([Draw("tests.nowhere")]), "k")
    assert desk.twin.asked == []


async def test_five_at_once_with_an_expired_token_renew_it_once(local_database: Database) -> None:
    desk = await postgres_desk(local_database)
    desk.twin.token = "token-0"
    runner = VendorRunner(desk.book, {"post_office": desk.twin}, desk.clock)
    calls = [desk.call("label.set", f"k{number}") for number in range(5)]
    outcomes = await asyncio.gather(*(runner.run(desk.tenant_id, OFFICE, c) for c in calls))
    assert all(isinstance(outcome, Done) for outcome in outcomes), outcomes
    assert desk.twin.renewals == 1


async def test_settled_calls_are_forgotten_and_open_questions_are_not(
    local_database: Database,
) -> None:
    desk = await postgres_desk(local_database)
    await run(desk, OFFICE, "done")
    desk.twin.faults.append("hang up before")
    await desk.runner.run(desk.tenant_id, OFFICE, desk.call("postcard.post", "unknown"))
    await forget_calls(local_database, START - timedelta(days=1))
    assert await count(local_database, desk.tenant_id, "vendor_calls") == 2
    await forget_calls(local_database, START + timedelta(days=1))
    async with unit_of_work(local_database, desk.tenant_id) as session:
        keys = (await session.execute(text("SELECT key FROM vendor_calls"))).scalars().all()
    assert keys == ["unknown"]


async def test_a_tenant_sees_no_other_tenants_calls_or_accounts(local_database: Database) -> None:
    desk, stranger = await postgres_desk(local_database), await postgres_desk(local_database)
    await run(desk, OFFICE, "k")
    call = desk.call("label.set", "k")
    outcome = await stranger.runner.run(stranger.tenant_id, OFFICE, call)
    assert isinstance(outcome, Failed)
    assert outcome.code == "not_connected"
