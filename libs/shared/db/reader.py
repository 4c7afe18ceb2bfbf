"""Hot reads: one statement of one tenant in one round trip.

`BEGIN; set_config; SELECT; COMMIT` costs four round trips. Here the setting is made by the
statement itself, which is a transaction of its own, so that the setting ends with it. The inner
query hangs on the setting's result (`LATERAL`, and `OFFSET 0` against being pulled up), so it
cannot begin before the tenant is set; were the order ever another, it would see no row at all.
"""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import PoolTimeout

from shared.db.engine import POOL_WAIT_SECONDS, SILENCE_SECONDS, ReadPool
from shared.metrics import POOL_WAIT

TENANT_SETTING = "app.tenant_id"
KEY_SETTING = "app.key_hash"

_SCOPED = """
WITH scope AS MATERIALIZED (SELECT set_config('{setting}', %(scope)s, true) AS value)
SELECT found.* FROM scope, LATERAL (
    SELECT * FROM ({query}) AS inner_query WHERE scope.value IS NOT NULL OFFSET 0
) AS found
"""

Row = dict[str, Any]


class Reader:
    """Reads rows of one tenant at a time; it cannot write a row of another."""

    def __init__(self, pool: ReadPool) -> None:
        self._pool = pool
        self._answered_at = float("-inf")

    def has_answered_within(self, seconds: float) -> bool:
        """Tell whether any read was answered so recently: then the database lives, however busy."""
        return monotonic() - self._answered_at <= seconds

    async def fetch(
        self, tenant_id: UUID, query: str, parameters: Mapping[str, object] | None = None
    ) -> list[Row]:
        """Return all rows of one SELECT as seen by the tenant."""
        return await self._fetch(TENANT_SETTING, tenant_id.hex, query, parameters)

    async def fetch_by_key(self, key_hash: bytes, query: str) -> list[Row]:
        """Return the row that only the holder of this key may see, before its tenant is known."""
        return await self._fetch(KEY_SETTING, key_hash.hex(), query, {"key_hash": key_hash})

    async def _fetch(
        self, setting: str, hex_value: str, query: str, parameters: Mapping[str, object] | None
    ) -> list[Row]:
        statement = _SCOPED.format(setting=setting, query=query)
        values = {"scope": hex_value, **(parameters or {})}
        began = monotonic()
        connection = await self._checked_out()
        POOL_WAIT.observe(monotonic() - began)
        try:
            cursor = await connection.execute(statement.encode(), values)
            rows = await cursor.fetchall()
        except OperationalError:
            # A broken connection is an answer too: whoever waits need not wait any longer.
            self._answered_at = float("-inf")
            raise
        finally:
            await self._pool.putconn(connection)
        self._answered_at = monotonic()
        return rows

    async def _checked_out(self) -> AsyncConnection[Row]:
        """Wait for a connection as long as others are served; a silent database ends the wait."""
        last_moment = monotonic() + POOL_WAIT_SECONDS
        while True:
            try:
                return await self._pool.getconn()
            except PoolTimeout:
                is_over = monotonic() >= last_moment
                if is_over or not self.has_answered_within(SILENCE_SECONDS):
                    raise


def first(rows: Sequence[Row]) -> Row | None:
    """Return the only row of a look-up, or None."""
    return rows[0] if rows else None
