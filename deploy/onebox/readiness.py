"""How the supervisor knows that a process does its work."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from onebox.postgres import Cluster

_ANSWER_SECONDS = 2.0
HEALTHY = 200


@dataclass(frozen=True)
class HttpReadiness:
    """Ready when GET of this path on this machine answers 200."""

    port: int
    path: str

    async def is_met(self) -> bool:
        """Ask once."""
        return await http_status(self.port, self.path) == HEALTHY


@dataclass(frozen=True)
class DatabaseReadiness:
    """Ready when the cluster accepts connections."""

    cluster: Cluster

    async def is_met(self) -> bool:
        """Ask once."""
        return self.cluster.is_ready()


class Readiness(Protocol):
    """Some way to tell."""

    async def is_met(self) -> bool:
        """Ask once."""
        ...


async def http_status(port: int, path: str, host: str = "127.0.0.1") -> int | None:
    """Return the status of a GET, or None when no answer came in time."""
    with contextlib.suppress(OSError, TimeoutError, ValueError, IndexError):
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await _ask(host, port, path)
    return None


async def _ask(host: str, port: int, path: str) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        status_line = await reader.readline()
        return int(status_line.split()[1])
    finally:
        writer.close()


async def until(
    is_met: Callable[[], Awaitable[bool]], *, seconds: float, every_seconds: float = 0.03
) -> bool:
    """Ask again and again; tell whether it was met in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await is_met():
            return True
        await asyncio.sleep(every_seconds)
    return False
