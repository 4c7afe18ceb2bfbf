"""Hot statements: one statement of one tenant in one round trip.

`BEGIN; set_config; SELECT; COMMIT` costs four round trips. Here the setting is made by the
statement itself, which is a transaction of its own, so that the setting ends with it. The inner
query hangs on the setting's result (`LATERAL`, and `OFFSET 0` against being pulled up), so it
cannot begin before the tenant is set; were the order ever another, it would see no row at all.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from time import monotonic
from typing import Any
from uuid import UUID

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from shared.db.engine import POOL_WAIT_SECONDS, ReadPool, has_ended
from shared.db.statements import statement_span
from shared.db.watched import SILENCE_SECONDS, WatchedConnection
from shared.metrics import POOL_WAIT

TENANT_SETTING = "app.tenant_id"
KEY_SETTING = "app.key_hash"

_SCOPE = "WITH scope AS MATERIALIZED (SELECT set_config('{setting}', %(scope)s, true) AS value)\n"
_SCOPED_QUERY = """
SELECT found.* FROM scope, LATERAL (
    SELECT * FROM ({query}) AS inner_query WHERE scope.value IS NOT NULL OFFSET 0
) AS found
"""

Row = dict[str, Any]


@cache
def _scoped(setting: str, query: str) -> bytes:
    return (_SCOPE.format(setting=setting) + _SCOPED_QUERY.format(query=query)).encode()


@cache
def _from_scope(statement: str) -> bytes:
    return (_SCOPE.format(setting=TENANT_SETTING) + statement).encode()


class Reader:
    """Reads rows of one tenant at a time, or writes one; it cannot touch a row of another."""

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
        return await self._run(_scoped(TENANT_SETTING, query), tenant_id.hex, parameters or {})

    async def upsert(
        self, tenant_id: UUID, statement: str, parameters: Mapping[str, object]
    ) -> Row:
        """Run one `INSERT … SELECT … FROM scope WHERE scope.value IS NOT NULL … RETURNING`.

        Its row comes out of `scope`, so it is made, and checked, after the tenant is set.
        """
        (row,) = await self._run(_from_scope(statement), tenant_id.hex, parameters)
        return row

    async def fetch_by_key(self, key_hash: bytes, query: str) -> list[Row]:
        """Return the row that only the holder of this key may see, before its tenant is known."""
        values = {"key_hash": key_hash}
        return await self._run(_scoped(KEY_SETTING, query), key_hash.hex(), values)

    async def _run(
        self, statement: bytes, scope: str, parameters: Mapping[str, object]
    ) -> list[Row]:
        values = {"scope": scope, **parameters}
        began = monotonic()
        connection = await self._checked_out()
        POOL_WAIT.observe(monotonic() - began)
        try:
            with statement_span(statement):
                cursor = await connection.execute(statement, values)
                rows = await cursor.fetchall()
        except OperationalError:
            # A broken connection is an answer too: whoever waits need not wait any longer.
            self._answered_at = float("-inf")
            raise
        finally:
            await self._pool.putconn(connection)
        self._answered_at = monotonic()
        return rows

    async def _checked_out(self) -> WatchedConnection[Row]:
        """Wait for a connection as long as others are served; a silent database ends the wait."""
        last_moment = monotonic() + POOL_WAIT_SECONDS
        while True:
            try:
                connection = await self._pool.getconn()
            except PoolTimeout:
                is_over = monotonic() >= last_moment
                if is_over or not self.has_answered_within(SILENCE_SECONDS):
                    raise
            else:
                if not has_ended(connection):
                    return connection
                # Closed, it is replaced; the pool finds a live one, or waits for it.
                self._answered_at = float("-inf")
                await connection.close()
                await self._pool.putconn(connection)


def first(rows: Sequence[Row]) -> Row | None:
    """Return the only row of a look-up, or None."""
    return rows[0] if rows else None
