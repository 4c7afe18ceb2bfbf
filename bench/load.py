"""A client that asks one server over and over on a fixed number of connections.

It is ours and not wrk so that the table is the same on every machine: it needs nothing installed.
It shares the processors with what it measures, so its numbers compare with each other only.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from typing import cast

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """One GET, as bytes on the wire."""

    path: str
    key: str = ""

    @property
    def wire(self) -> bytes:
        """Return the whole request."""
        key = f"X-API-Key: {self.key}\r\n" if self.key else ""
        return f"GET {self.path} HTTP/1.1\r\nHost: bench\r\n{key}\r\n".encode()


@dataclass(slots=True)
class Outcome:
    """What a run of requests came to."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list[float])
    failures: int = 0
    statuses: Counter[str] = field(default_factory=Counter[str])

    def note(self, status: str, seconds: float) -> None:
        """Count one answer, or a connection that broke."""
        self.latencies.append(seconds)
        self.statuses[status] += 1
        self.failures += status != "200"

    @property
    def per_second(self) -> float:
        """Return answers a second, the failed ones not counted."""
        return (len(self.latencies) - self.failures) / self.seconds

    def percentile(self, percent: int) -> float:
        """Return a percentile of the latency in seconds."""
        return quantiles(self.latencies, n=100)[percent - 1]


class Exchange(asyncio.Protocol):
    """One connection that asks again as soon as it has an answer."""

    def __init__(self, requests: Iterator[bytes], outcome: Outcome) -> None:
        self._requests = requests
        self._outcome = outcome
        self._buffer = b""
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None
        self.is_over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to ask."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Take what came; ask again when the answer is whole."""
        self._buffer += data
        if _is_whole(self._buffer):
            self._outcome.note(_status(self._buffer), perf_counter() - self._asked_at)
            self._buffer = b""
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's port
        """End; a connection that broke in the middle of an answer is a failure."""
        if not self.is_over.done():
            self._outcome.note("broken", perf_counter() - self._asked_at)
            self.is_over.set_result(None)

    def _ask(self) -> None:
        request = next(self._requests, None)
        if self._transport is None:
            return
        if request is None:
            self.is_over.set_result(None)
            self._transport.close()
            return
        self._asked_at = perf_counter()
        self._transport.write(request)


def _status(answer: bytes) -> str:
    return answer[len("HTTP/1.1 ") :][:3].decode("ascii", "replace")


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    lowered = head.lower()
    _, has_length, rest = lowered.partition(b"content-length:")
    if has_length:
        return len(body) >= int(rest.partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


async def ask_over_and_over(
    port: int, requests: Sequence[Request], count: int, connections: int = 32
) -> Outcome:
    """Send so many requests, taking turns among the given ones; return how it went."""
    wires = cycle([request.wire for request in requests])
    turns = iter([next(wires) for _ in range(count)])
    outcome = Outcome()
    began = perf_counter()
    exchanges = [await _connected(port, turns, outcome) for _ in range(min(connections, count))]
    await asyncio.gather(*(exchange.is_over for exchange in exchanges))
    outcome.seconds = perf_counter() - began
    return outcome


async def ask_at_once(port: int, requests: Sequence[Request]) -> Outcome:
    """Send each request at the same moment, on a connection of its own."""
    outcome = Outcome()
    began = perf_counter()
    await asyncio.gather(*(_once(port, request, outcome, began) for request in requests))
    outcome.seconds = perf_counter() - began
    return outcome


async def _once(port: int, request: Request, outcome: Outcome, began: float) -> None:
    own = Outcome()
    try:
        exchange = await _connected(port, iter([request.wire]), own)
        await exchange.is_over
    except OSError:
        own.note("refused", 0)
    # From the moment of the burst: waiting for a connection is waiting too.
    outcome.note(next(iter(own.statuses), "broken"), perf_counter() - began)


async def _connected(port: int, requests: Iterator[bytes], outcome: Outcome) -> Exchange:
    loop = asyncio.get_running_loop()
    _, exchange = await loop.create_connection(lambda: Exchange(requests, outcome), LOOPBACK, port)
    return exchange
