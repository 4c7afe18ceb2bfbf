"""A steady load at a fixed rate, as many clients make it: nobody waits for anybody's answer."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles
from time import perf_counter

import httpx

from bench.stack import Stack
from shared.ids import new_id

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


@asynccontextmanager
async def steady_traffic(stack: Stack, tier: str, per_second: float) -> AsyncGenerator[Told]:
    """Ask a tier so often until the block ends; every tenth request is a repeatable write."""
    told = Told()
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{stack.gateway_port}",
        headers={"X-API-Key": stack.secret(tier, "OPERATOR_KEY")},
        timeout=PATIENCE_SECONDS,
        limits=limits,
    ) as client:
        pace = asyncio.create_task(_paced(client, tier, per_second, told))
        try:
            yield told
        finally:
            pace.cancel()
            await asyncio.gather(pace, return_exceptions=True)


async def _paced(client: httpx.AsyncClient, tier: str, per_second: float, told: Told) -> None:
    """Start a request whenever its time has come; end with those that were started."""
    began = perf_counter()
    async with asyncio.TaskGroup() as asking:
        try:
            for turn in count():
                await asyncio.sleep(max(0.0, began + turn / per_second - perf_counter()))
                method = "POST" if turn % WRITE_EVERY == WRITE_EVERY - 1 else "GET"
                asking.create_task(_asked(client, tier, method, told))
        except asyncio.CancelledError:
            # The block has ended; what was asked is still answered.
            return


async def _asked(client: httpx.AsyncClient, tier: str, method: str, told: Told) -> None:
    began = perf_counter()
    name = f"drill {new_id().hex}"
    try:
        status = str((await _sent(client, tier, method, name)).status_code)
    except httpx.TransportError as error:
        status = type(error).__name__
    told.note(method, status, perf_counter() - began)
    if (method, status) == ("POST", OK["POST"]):
        told.created.append(name)


async def _sent(client: httpx.AsyncClient, tier: str, method: str, name: str) -> httpx.Response:
    if method == "GET":
        return await client.get(PATHS[tier], params={"limit": "1"})
    headers = {"Idempotency-Key": name.replace(" ", "-")}
    return await client.post(PATHS[tier], json=BODIES[tier] | {"name": name}, headers=headers)
