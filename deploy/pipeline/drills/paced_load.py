"""What do clients see who ask at a steady pace, whatever the answers are?"""

import asyncio
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from time import monotonic

import httpx

_SECONDS = 10.0
_CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of request."""

    method: str
    path: str
    headers: Mapping[str, str]
    is_repeatable: bool = False
    # A body of its own for each request, so that no import is one that was there before.
    body: Callable[[int], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """When an answer came, after how long, what it was and which release gave it."""

    at: float
    seconds: float
    status: str
    release: str


@dataclass(slots=True)
class PacedLoad:
    """Sends so many requests a second until it is stopped, and keeps every answer."""

    base_url: str
    asks: Sequence[Ask]
    per_second: float
    answers: list[Answer] = field(default_factory=list[Answer])
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send until stopped."""
        asyncio.run(self._run())

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()

    def since(self, at: float) -> list[Answer]:
        """Return what came since this moment."""
        return [answer for answer in self.answers if answer.at >= at]

    async def _run(self) -> None:
        limits = httpx.Limits(max_connections=_CONNECTIONS)
        began = monotonic()
        async with (
            httpx.AsyncClient(base_url=self.base_url, timeout=_SECONDS, limits=limits) as client,
            asyncio.TaskGroup() as requests,
        ):
            for number in count():
                if self._stopped.is_set():
                    return
                await asyncio.sleep(max(0.0, began + number / self.per_second - monotonic()))
                requests.create_task(self._ask(client, number))

    async def _ask(self, client: httpx.AsyncClient, number: int) -> None:
        ask = self.asks[number % len(self.asks)]
        headers = dict(ask.headers)
        if ask.is_repeatable:
            headers["Idempotency-Key"] = f"drill-{number}"
        began = monotonic()
        try:
            answer = await client.request(
                ask.method, ask.path, headers=headers, content=ask.body and ask.body(number)
            )
            status, release = str(answer.status_code), answer.headers.get("x-release", "")
        except httpx.TransportError as error:
            status, release = type(error).__name__, ""
        ended = monotonic()
        self.answers.append(Answer(ended, ended - began, status, release))


@contextmanager
def paced_load(base_url: str, asks: Sequence[Ask], per_second: float) -> Generator[PacedLoad]:
    """Ask from a thread of its own until the block ends."""
    load = PacedLoad(base_url, asks, per_second)
    thread = threading.Thread(target=load.run)
    thread.start()
    try:
        yield load
    finally:
        load.stop()
        thread.join()
