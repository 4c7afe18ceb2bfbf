"""Serve an application until told to stop, and then long enough that nobody notices.

On SIGTERM health checks fail at once while requests are still answered; when the gateway has
looked elsewhere, the server stops accepting, finishes what it has, and exits with 0.
"""

import asyncio
import gc
import resource
import signal
from types import FrameType

import uvicorn
from fastapi import FastAPI

from shared.http.drain import Drain
from shared.http.one_packet import OnePacketProtocol

BACKLOG = 2048
MOST_FILES = 65_536
# Longer than the gateway keeps an idle connection, so that the gateway is the one to close it.
KEEP_ALIVE_SECONDS = 75
GRACEFUL_SECONDS = 15
# A request makes hundreds of objects and drops them by itself; a thousand at once would be searched
# for cycles hundreds of times over.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


class DrainingServer(uvicorn.Server):
    """A server that turns unready first and stops later."""

    def __init__(self, config: uvicorn.Config, drain: Drain, drain_seconds: float) -> None:
        super().__init__(config)
        self._drain = drain
        self._drain_seconds = drain_seconds
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, *args: object, **kwargs: object) -> None:
        """Remember the loop: a signal arrives outside of it."""
        self._loop = asyncio.get_running_loop()
        await super().startup(*args, **kwargs)  # pyright: ignore[reportArgumentType]  passed on
        collect_less()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  uvicorn's
        """Drain on the first SIGTERM; stop at once on SIGINT or a second signal."""
        if sig == signal.SIGTERM and not self._drain.is_draining and self._loop:
            self._drain.begin()
            self._loop.call_soon_threadsafe(self._loop.call_later, self._drain_seconds, self._stop)
        else:
            self._stop()

    def _stop(self) -> None:
        self.should_exit = True


def collect_less() -> None:
    """Look for garbage less often, and never again among what start-up has made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])


def raise_file_limit() -> None:
    """Let the process hold as many connections as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS calls its hard limit infinite and refuses it as a soft one.
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve(app: FastAPI, host: str, port: int, drain: Drain, drain_seconds: float) -> None:
    """Run until a signal; returns when everything has been answered."""
    raise_file_limit()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        backlog=BACKLOG,
        http=OnePacketProtocol,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    DrainingServer(config, drain, drain_seconds).run()
