"""A steady load at a fixed rate, as many clients make it: nobody waits for anybody's answer."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles
from time import perf_counter
from typing import Self

from bench.stack import Stack
from shared.ids import new_id

# A read that everybody may make and that asks the database; an operator's lists cost four times it.
READ_PATH = "/api/v2/account"
PATHS = {"local": "/api/v2/local/businesses", "enterprise": "/api/v1/enterprise/clients"}
BODIES: dict[str, dict[str, str]] = {
    "local": {"category": "salon", "city": "Delhi"},
    "enterprise": {},
}
OK = {"GET": "200", "POST": "201"}
PATIENCE_SECONDS = 30.0
# Opening a business is the dearest write there is.
WRITE_EVERY = 10
FEWEST_FOR_A_PERCENTILE = 2


@dataclass(slots=True)
class Told:
    """What the clients were told so far: statuses, seconds by request, names of what was made."""

    statuses: Counter[str] = field(default_factory=Counter[str])
    latencies: list[float] = field(default_factory=list[float])
    failures: list[str] = field(default_factory=list[str])
    created: list[str] = field(default_factory=list[str])
    seconds: float = float("nan")

    def note(self, method: str, status: str, seconds: float) -> None:
        """Count one answer, or what came instead of one."""
        self.statuses[f"{method} {status}"] += 1
        self.latencies.append(seconds)
        if status != OK[method]:
            self.failures.append(f"{method} {status}")

    def percentile(self, percent: int) -> float:
        """Return a percentile of the latency in seconds."""
        if len(self.latencies) < FEWEST_FOR_A_PERCENTILE:
            return float("nan")
        return quantiles(self.latencies, n=100)[percent - 1]


class Wire:
    """Connections to the gateway, each kept for whoever asks next.

    Bytes and not a client library: on the machine that it loads, a library's own work would keep it
    from asking as often as it should.
    """

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._key = key
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, method: str, path: str, body: Mapping[str, str], key: str) -> str:
        """Return the status of the answer; raise OSError or EOFError where none came."""
        content = json.dumps(body).encode() if body else b""
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: drill",
            f"X-API-Key: {self._key}",
            f"Idempotency-Key: {key}",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
        ]
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await self._connection()
            try:
                writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
                status = await _answer(reader)
            except (OSError, EOFError):
                writer.close()
                raise
        self._idle.append((reader, writer))
        return status

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def __enter__(self) -> Self:
        """Begin without a connection."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close what is idle."""
        for _, writer in self._idle:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0].strip()
    if length:
        await reader.readexactly(int(length))
    else:
        await reader.readuntil(b"0\r\n\r\n")
    return head.split(" ", 2)[1]


@asynccontextmanager
async def steady_traffic(stack: Stack, tier: str, per_second: float) -> AsyncGenerator[Told]:
    """Ask a tier so often until the block ends; every tenth request is a repeatable write."""
    told = Told()
    with Wire(stack.gateway_port, stack.secret(tier, "OPERATOR_KEY")) as wire:
        began = perf_counter()
        pace = asyncio.create_task(_paced(wire, tier, per_second, told))
        try:
            yield told
        finally:
            pace.cancel()
            await asyncio.gather(pace, return_exceptions=True)
            told.seconds = perf_counter() - began


async def _paced(wire: Wire, tier: str, per_second: float, told: Told) -> None:
    """Start a request whenever its time has come; end with those that were started."""
    began = perf_counter()
    async with asyncio.TaskGroup() as asking:
        try:
            for turn in count():
                await asyncio.sleep(max(0.0, began + turn / per_second - perf_counter()))
                method = "POST" if turn % WRITE_EVERY == WRITE_EVERY - 1 else "GET"
                asking.create_task(_asked(wire, tier, method, told))
        except asyncio.CancelledError:
            # The block has ended; what was asked is still answered.
            return


async def _asked(wire: Wire, tier: str, method: str, told: Told) -> None:
    began = perf_counter()
    name = f"drill {new_id().hex}"
    body = BODIES[tier] | {"name": name} if method == "POST" else {}
    path = PATHS[tier] if body else READ_PATH
    try:
        status = await wire.ask(method, path, body, name.replace(" ", "-"))
    except (OSError, EOFError, TimeoutError) as error:
        status = type(error).__name__
    told.note(method, status, perf_counter() - began)
    if (method, status) == ("POST", OK["POST"]):
        told.created.append(name)
