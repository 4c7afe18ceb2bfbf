from shared.tiers import BusinessTier
from tests.api import ACCOUNT, Api, running_api
from tests.databases import TierDatabase


async def test_a_replica_that_serves_is_alive_and_ready(enterprise_api: Api) -> None:
    alive = await enterprise_api.http.get("/livez")
    ready = await enterprise_api.http.get("/readyz")
    assert (alive.status_code, alive.json()) == (200, {"status": "up"})
    assert ready.status_code == 200
    assert ready.json()["database_seconds"] > 0
    assert {key: ready.json()[key] for key in ("status", "api", "database", "workers")} == {
        "status": "up",
        "api": "up",
        "database": "up",
        "workers": 0,
    }


async def test_a_replica_on_its_way_out_says_so_and_still_answers(
    enterprise_tier_database: TierDatabase,
) -> None:
    async with running_api(BusinessTier.ENTERPRISE, enterprise_tier_database) as api:
        api.runtime.drain.begin()
        for path in ("/livez", "/readyz"):
            answer = await api.http.get(path)
            assert (answer.status_code, answer.json()["status"]) == (503, "draining")
        assert (await api.new_tenant()).key.startswith("vlo_ent_")


async def test_the_pools_are_measured(enterprise_api: Api) -> None:
    await enterprise_api.http.get("/readyz")
    text = (await enterprise_api.http.get("/metrics")).text
    found = {
        line.split()[0]: float(line.split()[1])
        for line in text.splitlines()
        if line.startswith("db_pool_connections")
    }
    assert found['db_pool_connections{state="open"}'] >= 1
    assert set(found) == {
        f'db_pool_connections{{state="{s}"}}' for s in ("open", "idle", "waiting")
    }


async def test_a_pool_that_is_taken_does_not_take_the_replica_out(
    enterprise_tier_database: TierDatabase,
) -> None:
    settings = {"database_pool_size": 1}
    async with running_api(
        BusinessTier.ENTERPRISE, enterprise_tier_database, settings=settings
    ) as api:
        tenant = await api.new_tenant()
        assert (await api.http.get("/readyz")).json()["database_seconds"] is not None
        async with api.runtime.database.pool.connection():
            busy = await api.http.get("/readyz")
            idle_too_long = await api.http.get("/readyz")
        assert (busy.status_code, busy.json()["database_seconds"]) == (200, None)
        assert idle_too_long.status_code == 503
        assert (await api.http.get(ACCOUNT, headers=tenant.headers)).status_code == 200
