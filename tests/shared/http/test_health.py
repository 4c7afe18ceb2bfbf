from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
from psycopg_pool import PoolTimeout

from shared.db.reader import Reader, Row
from shared.http.health import measured_services
from shared.tiers import BusinessTier
from tests.api import Api, running_api
from tests.databases import TierDatabase

if TYPE_CHECKING:
    from shared.db.session import Database


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


class TakenReader:
    """A reader whose pool has no connection to spare."""

    def __init__(self, *, answered_just_now: bool) -> None:
        self._answered_just_now = answered_just_now

    async def fetch(self, *_: object) -> list[Row]:
        raise PoolTimeout

    def has_answered_within(self, seconds: float) -> bool:
        return self._answered_just_now


@dataclass
class TakenDatabase:
    reader: TakenReader


@pytest.mark.parametrize(("answered_just_now", "state"), [(True, "up"), (False, "down")])
async def test_a_busy_database_is_up_as_long_as_it_answers_others(
    answered_just_now: bool, state: str
) -> None:
    database = TakenDatabase(TakenReader(answered_just_now=answered_just_now))
    services = await measured_services(cast("Database", database), "local")
    assert services == {"database": state, "database_seconds": None, "workers": None}


async def test_the_reader_knows_when_it_was_answered(enterprise_api: Api) -> None:
    reader = enterprise_api.runtime.database.reader
    await enterprise_api.http.get("/readyz")
    assert reader.has_answered_within(60)
    assert not Reader(enterprise_api.runtime.database.pool).has_answered_within(60)
