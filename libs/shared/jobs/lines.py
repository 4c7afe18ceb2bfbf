"""A worker's own lines to the database: they break, they come back, and nobody above notices.

One connection runs statements; another, which does nothing else, hears what changed. They are
apart because psycopg lets a connection that listens run nothing until it hears something.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import psycopg
from pgqueuer.ports.driver import NotifyCallback
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import PostgresDsn

from shared.db.engine import CONNECT_ARGUMENTS
from shared.jobs.driver import Connection, Statements, TransactionDriver, run_on
from shared.settings import psycopg_url

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0
# What a crash of the server could lose is a claim or a receipt, and a job without a receipt runs
# again. Rows that callers commit are as durable as ever.
_ARGUMENTS = CONNECT_ARGUMENTS | {
    "options": f"{CONNECT_ARGUMENTS['options']} -c synchronous_commit=off"
}


async def _connect(url: PostgresDsn) -> Connection:
    address = make_conninfo(psycopg_url(url), **_ARGUMENTS)
    return await psycopg.AsyncConnection.connect(address, autocommit=True)


class Line:
    """One connection that commits each statement by itself, opened again whenever it broke."""

    def __init__(self, url: PostgresDsn) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._gate = asyncio.Lock()
        self.is_up = False
        self.is_patient = True
        self.times_lost = 0

    async def use(self, work: Callable[[Connection], Awaitable[_Result]]) -> _Result:
        """Do some work on the connection, again and again until no broken one is in the way."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                result = await work(await self._connected())
            except psycopg.OperationalError as problem:
                # A statement that ran too long is the caller's affair; the line still stands.
                stands = self._connection is not None and not self._connection.closed
                if stands or not self.is_patient:
                    raise
                self._mourn(problem)
            else:
                self.is_up = True
                return result
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def close(self) -> None:
        """Hang up."""
        connection, self._connection, self.is_up = self._connection, None, False
        if connection is not None:
            await connection.close()

    async def _connected(self) -> Connection:
        async with self._gate:
            if self._connection is None or self._connection.closed:
                self._connection = None
                self._connection = await _connect(self._url)
            return self._connection

    def _mourn(self, problem: psycopg.OperationalError) -> None:
        if self.is_up:
            self.times_lost += 1
            _log.warning("The jobs' line to the database is down, trying again: %s", problem)
        self.is_up = False


class WorkerLines(Statements):
    """The driver of a worker: every statement waits until the database is there."""

    def __init__(self, url: PostgresDsn) -> None:
        super().__init__()
        self._url = url
        self._statements = Line(url)
        self._listeners: set[asyncio.Task[None]] = set()

    @property
    def is_up(self) -> bool:
        """Tell whether the last statement reached the database."""
        return self._statements.is_up

    @property
    def times_lost(self) -> int:
        """Return how often a connection that worked stopped working."""
        return self._statements.times_lost

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Return the rows of a statement."""

        async def rows(connection: Connection) -> list[dict[str, object]]:
            return await (await run_on(connection, query, args)).fetchall()

        return await self._statements.use(rows)

    async def execute(self, query: str, *args: object) -> str:
        """Run a statement and return its status line."""

        async def status(connection: Connection) -> str:
            return (await run_on(connection, query, args)).statusmessage or ""

        return await self._statements.use(status)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[TransactionDriver]:
        """Run several statements as one on a line of their own; they are not repeated."""
        connection = await _connect(self._url)
        async with connection, connection.transaction():
            yield TransactionDriver(connection)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call back with each message on a channel, until this driver is closed."""
        listening = asyncio.create_task(self._listen(channel, callback), name=f"listen {channel}")
        self._listeners.add(listening)

    def give_up(self) -> None:
        """Wait no longer for a database that is away: statements fail instead."""
        self._statements.is_patient = False

    async def close(self) -> None:
        """Stop listening and hang up."""
        for listening in self._listeners:
            listening.cancel()
        await asyncio.gather(*self._listeners, return_exceptions=True)
        self._listeners.clear()
        await self._statements.close()

    async def _listen(self, channel: str, callback: NotifyCallback) -> None:
        line = Line(self._url)

        async def hear(connection: Connection) -> None:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            line.is_up = True
            async for note in connection.notifies():
                callback(note.payload)

        try:
            await line.use(hear)
        finally:
            await line.close()
