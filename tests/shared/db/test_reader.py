from typing import TYPE_CHECKING, cast

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from shared.auth.keys import key_hash
from shared.db.reader import Reader, first
from shared.db.session import Database
from shared.ids import new_id
from tests.api import Api
from tests.databases import PEPPER

if TYPE_CHECKING:
    from shared.db.engine import ReadPool

ODD_TEXTS = ["'; DROP TABLE members; --", "100 %", "%(name)s", "\\", "\U0001f642", "", "a\nb"]


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_a_parameter_arrives_as_it_is(enterprise_database: Database, text: str) -> None:
    rows = await enterprise_database.reader.fetch(
        new_id(), "SELECT %(name)s::text AS name", {"name": text}
    )
    assert rows == [{"name": text}]


async def test_a_query_without_rows_gives_none(enterprise_database: Database) -> None:
    rows = await enterprise_database.reader.fetch(new_id(), "SELECT 1 WHERE false")
    assert (rows, first(rows)) == ([], None)


async def test_a_failed_query_spoils_nothing(enterprise_database: Database) -> None:
    reader, tenant = enterprise_database.reader, new_id()
    for _ in range(30):
        with pytest.raises(psycopg.errors.DivisionByZero):
            await reader.fetch(tenant, "SELECT 1 / 0")
    rows = await reader.fetch(tenant, "SELECT current_setting('app.tenant_id')::uuid AS tenant")
    assert rows == [{"tenant": tenant}]


async def test_a_statement_that_runs_too_long_is_ended(enterprise_database: Database) -> None:
    rows = await enterprise_database.reader.fetch(
        new_id(),
        "SELECT name, setting::int > 0 AS is_set FROM pg_settings WHERE name IN"
        " ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')",
    )
    assert [row["is_set"] for row in rows] == [True, True, True]


async def test_nothing_of_one_read_is_left_for_the_next(enterprise_database: Database) -> None:
    async with enterprise_database.pool.connection() as connection:
        cursor = await connection.execute(
            "SELECT coalesce(current_setting('app.tenant_id', true), '') AS tenant,"
            " coalesce(current_setting('app.key_hash', true), '') AS key"
        )
        assert await cursor.fetchone() == {"tenant": "", "key": ""}


async def test_a_keys_hash_opens_that_keys_row_alone(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await enterprise_api.new_tenant()
    reader = enterprise_api.runtime.database.reader
    everything = "SELECT tenant_id FROM api_keys"
    assert await reader.fetch_by_key(key_hash(tenant.key, PEPPER), everything) == [
        {"tenant_id": tenant.id}
    ]
    assert await reader.fetch_by_key(key_hash(tenant.key, "another pepper"), everything) == []
    assert await reader.fetch_by_key(b"", everything) == []


class FullPool:
    """A pool that has a connection to spare only after so many waits."""

    def __init__(self, connection: object, waits: int) -> None:
        self._connection = connection
        self.waits_left = waits

    async def getconn(self) -> object:
        if self.waits_left:
            self.waits_left -= 1
            raise PoolTimeout
        return self._connection

    async def putconn(self, connection: object) -> None:
        assert connection is self._connection


class ServedReader(Reader):
    """A reader beside others that are or are not being answered."""

    is_served = True

    def has_answered_within(self, seconds: float) -> bool:
        return self.is_served


async def test_a_full_pool_is_waited_for_while_others_are_served(
    enterprise_database: Database,
) -> None:
    async with enterprise_database.pool.connection() as connection:
        reader = ServedReader(cast("ReadPool", FullPool(connection, waits=3)))
        assert await reader.fetch(new_id(), "SELECT 1 AS one") == [{"one": 1}]


async def test_a_full_pool_of_a_silent_database_is_not_waited_for() -> None:
    pool = FullPool(None, waits=3)
    reader = ServedReader(cast("ReadPool", pool))
    reader.is_served = False
    with pytest.raises(PoolTimeout):
        await reader.fetch(new_id(), "SELECT 1")
    assert pool.waits_left == 2
