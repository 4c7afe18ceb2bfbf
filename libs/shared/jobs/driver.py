"""How does the queue library reach PostgreSQL, above all inside a caller's transaction?"""

import asyncio
from typing import Any, Self, cast

from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import Driver, NotifyCallback
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow, dict_row
from sqlalchemy.ext.asyncio import AsyncSession

Connection = AsyncConnection[Any]


async def run_on(
    connection: Connection, query: str, args: tuple[object, ...]
) -> AsyncRawCursor[DictRow]:
    """Run one statement, written with `$1` as the library writes them."""
    cursor = AsyncRawCursor(connection, row_factory=dict_row)
    await cursor.execute(query.encode(), args or None)
    return cursor


class Statements(Driver):
    """What the library asks of a driver beside running statements; ours do none of it."""

    def __init__(self) -> None:
        self._shutdown = asyncio.Event()
        self._tm = TaskManager()

    @property
    def shutdown(self) -> asyncio.Event:
        """Return what the library sets when no new work is to be taken."""
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        """Return the library's list of background tasks."""
        return self._tm

    async def notify(self, channel: str, payload: str) -> None:
        """Tell everybody who listens on a channel."""
        await self.execute("SELECT pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Listen to nothing, unless a driver can."""

    async def __aenter__(self) -> Self:
        """Begin a use; connections are not this method's affair."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End a use; another may follow."""


class TransactionDriver(Statements):
    """Runs the library's statements in whatever transaction the connection is in.

    The library's own driver wants a connection that commits each statement by itself. For
    enqueueing the opposite is the point.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Return the rows of a statement."""
        return await (await run_on(self._connection, query, args)).fetchall()

    async def execute(self, query: str, *args: object) -> str:
        """Run a statement and return its status line."""
        return (await run_on(self._connection, query, args)).statusmessage or ""


async def driver_of(session: AsyncSession) -> TransactionDriver:
    """Return a driver inside the session's own transaction."""
    connection = await (await session.connection()).get_raw_connection()
    return TransactionDriver(cast("Connection", connection.driver_connection))
