"""How we connect: short waits, server-side limits, nothing that can hang a request."""

from select import POLLIN, poll
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import PostgresDsn
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.db.statements import trace_statements
from shared.db.watched import SILENCE_SECONDS, WatchedConnection
from shared.settings import psycopg_url, sqlalchemy_url

# A database that is down is to be a 503 within a second, the rest of the request included.
# A busy pool is waited for: whoever stands in it is served, only later than usual. But nobody waits
# longer than a second without a look whether anybody is served.
POOL_WAIT_SECONDS = 5.0
POOL_LOOK_SECONDS = 1.0
STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 3_000
# The pool waits twice as long after each failure; giving up early lets the next reader try anew.
RECONNECT_SECONDS = 1.0

# A server that vanishes without a word is noticed by the kernel, not by a waiting client.
CONNECT_ARGUMENTS: dict[str, str | int] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2_500,
    "keepalives_idle": 5,
    "options": (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
        " -c idle_in_transaction_session_timeout=30000"
    ),
}

ReadPool = AsyncConnectionPool[WatchedConnection[DictRow]]


def create_engine(url: PostgresDsn, pool_size: int) -> AsyncEngine:
    """Return the engine of units of work; it never opens more than `pool_size` connections."""
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_LOOK_SECONDS,
        connect_args=CONNECT_ARGUMENTS | {"async_creator_fn": WatchedConnection.connect},
        # A failed statement goes to the log; the phone numbers in its parameters must not.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_ended)
    trace_statements(engine)
    return engine


def has_ended(connection: AsyncConnection[Any]) -> bool:
    """Tell without a round trip whether a connection that lay idle outlived its server.

    To an idle connection a server says goodbye and hardly anything else; whatever came, a new
    connection is the cheaper answer to it.
    """
    waiting = poll()
    waiting.register(connection.pgconn.socket, POLLIN)
    return bool(waiting.poll(0))


def _refuse_ended(adapted: Any, _record: object, _proxy: object) -> None:
    if has_ended(adapted.driver_connection):
        # The others in the pool are no younger, so the pool begins anew.
        message = "the server has closed the connection"
        raise InvalidatePoolError(message)


def create_read_pool(url: PostgresDsn, pool_size: int) -> ReadPool:
    """Return the pool of hot reads; each statement is a transaction of its own."""
    return AsyncConnectionPool(
        psycopg_url(url),
        connection_class=WatchedConnection[DictRow],
        min_size=1,
        max_size=pool_size,
        timeout=SILENCE_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS,
        open=False,
        kwargs=CONNECT_ARGUMENTS | {"autocommit": True, "row_factory": dict_row},
    )
