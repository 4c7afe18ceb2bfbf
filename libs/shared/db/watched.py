"""Does the server still live on whose answer a statement waits?

A server that vanishes without a word (its host lost, a firewall that drops) ends no connection,
and a slow statement looks the same. So after a moment of silence the server is asked something
that it answers at once, whatever else it does, without a login; if it says nothing, the socket is
shut, and whoever waits on it is told.
"""

import asyncio
import os
import socket
import struct
from contextlib import closing, suppress
from time import monotonic
from typing import Any, Self

from psycopg import AsyncConnection
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ConnectionTimeout
from psycopg.rows import Row

# A database that has answered nobody for so long is asked whether it is there.
SILENCE_SECONDS = 0.6
PROBE_SECONDS = 0.5
CONNECT_SECONDS = 1.5
# Whoever comes right after a server was found silent need not find it out anew.
VERDICT_SECONDS = 1.0
# "May we encrypt?" comes before a login, and is answered with one letter.
# https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_WAKE_SECONDS = 0.1

Address = tuple[str, str]
_silent_at: dict[Address, float] = {}


class WatchedConnection(AsyncConnection[Row]):
    """A connection whose server may be slow, and must not be silent."""

    @classmethod
    async def connect(cls, conninfo: str = "", **arguments: Any) -> Self:
        """Connect; raise ConnectionTimeout where the server is silent, or was just now."""
        parts = conninfo_to_dict(conninfo) | arguments
        address = str(parts.get("host") or ""), str(parts.get("port") or "")
        if monotonic() - _silent_at.get(address, float("-inf")) < VERDICT_SECONDS:
            message = "the server was silent a moment ago"
            raise ConnectionTimeout(message)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await super().connect(conninfo, **arguments)
        except TimeoutError as error:
            _silent_at[address] = monotonic()
            message = "the server did not let us in"
            raise ConnectionTimeout(message) from error

    async def wait(
        self,
        gen: PQGen[RV],
        interval: float = _WAKE_SECONDS,
        timeout: float | None = None,  # noqa: ASYNC109  the library's own parameter
    ) -> RV:
        """Wait for the server; a silent one ends it with OperationalError."""
        if timeout is not None:
            return await super().wait(gen, interval, timeout)
        watch = _Watch(self)
        try:
            return await super().wait(gen, interval)
        finally:
            watch.end()


class _Watch:
    """Shuts a socket on which somebody waits, once its server is found silent."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        # A timer costs a few microseconds, a task ten times that: most statements need no task.
        self._timer = self._loop.call_later(SILENCE_SECONDS, self._doubt)
        self._asking: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Watch no longer."""
        self._timer.cancel()
        if self._asking is not None:
            self._asking.cancel()

    def _doubt(self) -> None:
        self._asking = self._loop.create_task(self._until_silent())

    async def _until_silent(self) -> None:
        info, file_number = self._connection.info, self._connection.pgconn.socket
        address = info.host, str(info.port)
        while await is_there(*address):  # noqa: ASYNC110  only the server can tell
            await asyncio.sleep(SILENCE_SECONDS)
        _silent_at[address] = monotonic()
        with suppress(OSError), socket.socket(fileno=os.dup(file_number)) as same:
            same.shutdown(socket.SHUT_RDWR)


async def is_there(host: str, port: str) -> bool:
    """Tell whether a server says anything at all; one on this machine's own socket always does."""
    if host.startswith("/"):
        return True
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(PROBE_SECONDS):
            reading, writing = await asyncio.open_connection(host, port)
            with closing(writing):
                writing.write(_SSL_REQUEST)
                return bool(await reading.read(1))
    return False
