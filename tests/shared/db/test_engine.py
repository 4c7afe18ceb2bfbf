import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from onebox.postgres import RunningCluster, running_cluster
from shared.db.session import Database
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, ENTERPRISE, Api, Tenant, running_api
from tests.databases import free_port, make_tier_database, migrate
from tests.shared.waiting import until

CLIENTS = f"{ENTERPRISE}/clients"


@dataclass(frozen=True, slots=True)
class Outage:
    """A replica, its client, and a server that a test may stop."""

    server: RunningCluster
    api: Api
    tenant: Tenant

    async def get(self, path: str) -> httpx.Response:
        return await self.api.http.get(path, headers=self.tenant.headers)

    async def answers_again(self) -> bool:
        codes = [(await self.get(path)).status_code for path in (ACCOUNT, CLIENTS, "/readyz")]
        return codes == [200, 200, 200]


@pytest.fixture(scope="module")
async def outage(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Outage]:
    directory = tmp_path_factory.mktemp("private") / "data"
    with running_cluster(directory, free_port()) as server:
        database = make_tier_database(server, "enterprise", "enterprise_outage")
        migrate(database)
        async with running_api(BusinessTier.ENTERPRISE, database) as api:
            yield Outage(server, api, await api.new_tenant())


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_a_database_that_is_down_is_a_503_until_it_is_back(outage: Outage, how: str) -> None:
    assert await until(outage.answers_again, seconds=20)
    await asyncio.to_thread(getattr(outage.server, how))
    paths = (ACCOUNT, CLIENTS, f"{CLIENTS}/{outage.tenant.id}", f"{ACCOUNT}/keys")
    for answer in await asyncio.gather(*(outage.get(path) for path in paths * 5)):
        assert answer.status_code == answer.json()["status"] == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"] == "1"
    refused = await outage.api.http.get(ACCOUNT, headers={"X-API-Key": "vlo_ent_" + "0" * 38})
    assert refused.status_code == 401
    assert (await outage.get("/livez")).status_code == 200
    ready = await outage.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "down")
    health = await outage.get("/health")
    assert (health.status_code, health.json()["enterprise_services"]["status"]) == (200, "down")
    await asyncio.to_thread(outage.server.start)
    assert await until(outage.answers_again, seconds=20)


async def test_connections_that_were_cut_while_idle_cost_no_request(outage: Outage) -> None:
    assert await until(outage.answers_again, seconds=20)
    reads = (CLIENTS, f"{CLIENTS}/{outage.tenant.id}")
    for _ in range(3):
        # Both pools are filled first: one answers lists, the other single rows.
        await asyncio.gather(*(outage.get(path) for path in reads * 20))
        async with outage.api.runtime.database.pool.connection() as connection:
            cut = await connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) AS is_gone FROM pg_stat_activity"
                " WHERE usename = current_user AND pid <> pg_backend_pid()"
            )
            assert [row["is_gone"] for row in await cut.fetchall()].count(True) >= 3
        answers = await asyncio.gather(*(outage.get(path) for path in reads * 20))
        assert {answer.status_code for answer in answers} == {200}


async def test_more_requests_than_connections_wait_their_turn_or_are_told_to_come_back(
    outage: Outage,
) -> None:
    assert await until(outage.answers_again, seconds=20)
    answers = await asyncio.gather(*(outage.get(CLIENTS) for _ in range(200)))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert [answer.status_code for answer in answers].count(200) > 10
    stats = outage.api.runtime.database.pool.get_stats()
    assert stats["pool_size"] <= 10
    assert stats.get("requests_waiting", 0) == 0


async def test_a_failed_statement_does_not_tell_its_parameters(local_database: Database) -> None:
    async with local_database.sessions() as session:
        with pytest.raises(DBAPIError) as failed:
            await session.execute(text("SELECT CAST(:phone AS text), 1 / 0"), {"phone": "98765"})
    assert "division by zero" in str(failed.value)
    assert "98765" not in str(failed.value)
