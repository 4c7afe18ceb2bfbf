import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pydantic import PostgresDsn
from sqlalchemy import CursorResult, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import FixedClock
from shared.db.session import (
    PLATFORM_TENANT,
    Database,
    act_for,
    maintenance_work,
    operator_work,
    unit_of_work,
)
from shared.ids import new_id
from shared.limits.idempotency import IdempotentWrites, StoredAnswer
from tests.api import Api, Tenant
from tests.databases import TierDatabase

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHOSE = text("SELECT tenant_id FROM members")
ADD = text("""
INSERT INTO members (tenant_id, id, email, name, role, created_at)
VALUES (:tenant_id, :id, :email, 'Somebody', 'viewer', now())
""")
# Every table that a tenant owns rows of, and a change that would hurt.
CHANGES = {
    "members": "UPDATE members SET role = 'owner'",
    "api_keys": "UPDATE api_keys SET scopes = '{admin}'",
    "quota_windows": "UPDATE quota_windows SET leased = 0",
    "idempotent_writes": "UPDATE idempotent_writes SET status = 500",
    "enterprise_clients": "UPDATE enterprise_clients SET name = 'taken'",
}


async def add_member(session: AsyncSession, tenant: UUID) -> None:
    member_id = new_id()
    values = {"tenant_id": tenant, "id": member_id, "email": f"{member_id}@x.example"}
    await session.execute(ADD, values)


async def changed_by(session: AsyncSession, statement: str) -> int:
    result = await session.execute(text(statement))
    assert isinstance(result, CursorResult)
    return result.rowcount


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    """A client that has a row in every table."""
    tenant = await enterprise_api.new_tenant()
    await enterprise_api.runtime.quota.take(tenant.id, 100)
    async with unit_of_work(enterprise_api.runtime.database, tenant.id) as session:
        await add_member(session, tenant.id)
        writes = IdempotentWrites(session, tenant.id, FixedClock(NOON))
        await writes.finish("key", b"hash", StoredAnswer(201, "application/json", b"{}"))
    return tenant


@pytest.fixture
async def one_connection(enterprise_tier_database: TierDatabase) -> AsyncGenerator[Database]:
    """A database whose users must all share one connection."""
    database = Database(PostgresDsn(enterprise_tier_database.app_url), pool_size=1)
    await database.open()
    yield database
    await database.close()


async def test_a_thousand_mingled_requests_never_see_another_tenant(
    enterprise_database: Database,
) -> None:
    tenants, seats = [new_id(), new_id()], asyncio.Semaphore(10)
    foreign: list[UUID] = []
    written = dict.fromkeys(tenants, 0)

    async def request(number: int) -> None:
        tenant = tenants[number % 2]
        async with seats:
            if number % 3 == 0:
                rows = await enterprise_database.reader.fetch(tenant, WHOSE.text)
                seen = [row["tenant_id"] for row in rows]
            else:
                async with unit_of_work(enterprise_database, tenant) as session:
                    if number % 7 == 1:
                        await add_member(session, tenant)
                        written[tenant] += 1
                    seen = list(await session.scalars(WHOSE))
        foreign.extend(whose for whose in seen if whose != tenant)

    await asyncio.gather(*(request(number) for number in range(1_000)))
    assert foreign == []
    for tenant in tenants:
        assert written[tenant] > 10
        assert len(await enterprise_database.reader.fetch(tenant, WHOSE.text)) == written[tenant]


@pytest.mark.parametrize("table", CHANGES)
async def test_a_tenant_can_change_its_own_rows_and_nobody_elses(
    enterprise_database: Database, acme: Tenant, table: str
) -> None:
    async with unit_of_work(enterprise_database, new_id()) as session:
        assert await changed_by(session, CHANGES[table]) == 0
        assert await changed_by(session, f"DELETE FROM {table}") == 0
    async with unit_of_work(enterprise_database, acme.id) as session:
        assert await changed_by(session, CHANGES[table]) == 1


async def test_a_row_cannot_be_written_or_moved_to_another_tenant(
    enterprise_database: Database, acme: Tenant
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with unit_of_work(enterprise_database, acme.id) as session:
            await add_member(session, new_id())
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with unit_of_work(enterprise_database, acme.id) as session:
            await session.execute(text("UPDATE members SET tenant_id = gen_random_uuid()"))


async def test_without_a_tenant_nothing_is_seen(one_connection: Database, acme: Tenant) -> None:
    async with one_connection.sessions() as session:
        assert list(await session.scalars(WHOSE)) == []


async def test_the_tenant_is_forgotten_with_the_transaction(
    one_connection: Database, acme: Tenant
) -> None:
    async with unit_of_work(one_connection, acme.id) as session:
        assert list(await session.scalars(WHOSE)) == [acme.id]
    async with one_connection.sessions() as session:
        assert await session.scalar(text("SELECT current_setting('app.tenant_id', true)")) == ""
        assert list(await session.scalars(WHOSE)) == []


async def test_the_tenant_is_forgotten_after_a_failure_too(
    one_connection: Database, acme: Tenant
) -> None:
    async def failing() -> None:
        async with operator_work(one_connection) as session:
            await act_for(session, acme.id)
            await add_member(session, acme.id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    async with one_connection.sessions() as session:
        for setting in ("app.tenant_id", "app.operator"):
            query = text("SELECT coalesce(current_setting(:name, true), '')")
            assert await session.scalar(query, {"name": setting}) == ""
    assert len(await one_connection.reader.fetch(acme.id, WHOSE.text)) == 1


async def test_an_operator_sees_every_client_but_no_other_table(
    enterprise_database: Database, acme: Tenant
) -> None:
    async with operator_work(enterprise_database) as session:
        clients = set(await session.scalars(text("SELECT tenant_id FROM enterprise_clients")))
        assert acme.id in clients
        assert len(clients) > 1
        for table in set(CHANGES) - {"enterprise_clients"}:
            whose = set(await session.scalars(text(f"SELECT tenant_id FROM {table}")))
            assert whose <= {PLATFORM_TENANT}


async def test_an_operator_changes_a_client_only_by_acting_for_it(
    enterprise_database: Database, acme: Tenant
) -> None:
    async with operator_work(enterprise_database) as session:
        assert await changed_by(session, CHANGES["enterprise_clients"]) == 0
        assert await changed_by(session, "DELETE FROM enterprise_clients") == 0
        await act_for(session, acme.id)
        assert await changed_by(session, CHANGES["enterprise_clients"]) == 1
        assert set(await session.scalars(text("SELECT tenant_id FROM members"))) == {acme.id}


async def test_maintenance_deletes_where_rows_expire_and_nowhere_else(
    enterprise_database: Database, acme: Tenant
) -> None:
    async with maintenance_work(enterprise_database) as session:
        for table, change in CHANGES.items():
            for statement in (change, f"DELETE FROM {table}"):
                mine = f"{statement} WHERE tenant_id = '{acme.id}'"
                may = statement.startswith("DELETE") and table in {
                    "quota_windows",
                    "idempotent_writes",
                }
                assert await changed_by(session, mine) == int(may), mine


async def test_a_unit_of_work_is_all_or_nothing(enterprise_database: Database) -> None:
    tenant = new_id()

    async def failing() -> None:
        async with unit_of_work(enterprise_database, tenant) as session:
            await add_member(session, tenant)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await enterprise_database.reader.fetch(tenant, WHOSE.text) == []
