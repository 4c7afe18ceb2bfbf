"""A steady light load of reads and writes that keeps count of what it was told."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from uuid import uuid4

import httpx

from tests.api import TENANT_BODY, TENANT_PATH
from tests.system.platform import Platform

CLIENTS = 3
PAUSE_SECONDS = 0.02
EXPECTED = {"GET": 200, "POST": 201}


@dataclass(slots=True)
class Load:
    """What the clients were told so far."""

    told: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])
    created: list[str] = field(default_factory=list[str])
    is_over: bool = False

    async def await_more(self, answers: int, seconds: float = 60) -> None:
        """Wait until so many more requests were answered."""
        target, deadline = self.told.total() + answers, monotonic() + seconds
        while self.told.total() < target:
            assert monotonic() < deadline, f"{answers} answers took more than {seconds} s"
            await asyncio.sleep(PAUSE_SECONDS)


@asynccontextmanager
async def load_on(
    platform: Platform, tier: str, *methods: str, clients: int = CLIENTS
) -> AsyncGenerator[Load]:
    """Ask a tier again and again, as an operator, until the block ends."""
    load = Load()
    asking = [
        asyncio.create_task(_ask(platform, tier, method, load))
        for method in methods
        for _ in range(clients)
    ]
    try:
        yield load
    finally:
        load.is_over = True
        await asyncio.gather(*asking)


async def _ask(platform: Platform, tier: str, method: str, load: Load) -> None:
    headers = platform.operator(tier)
    async with httpx.AsyncClient(
        base_url=platform.stack.url, headers=headers, timeout=60
    ) as client:
        while not load.is_over:
            told = await (_read(client, tier) if method == "GET" else _write(client, tier, load))
            load.told[method] += 1
            if told != str(EXPECTED[method]):
                load.failures.append(f"{method} {told}")
            await asyncio.sleep(PAUSE_SECONDS)


async def _read(client: httpx.AsyncClient, tier: str) -> str:
    try:
        return str((await client.get(TENANT_PATH[tier], params={"limit": "1"})).status_code)
    except httpx.TransportError as error:
        return repr(error)


async def _write(client: httpx.AsyncClient, tier: str, load: Load) -> str:
    name = f"under load {uuid4().hex}"
    headers = {"Idempotency-Key": name.replace(" ", "-")}
    try:
        answer = await client.post(
            TENANT_PATH[tier], json=TENANT_BODY[tier] | {"name": name}, headers=headers
        )
    except httpx.TransportError as error:
        return repr(error)
    if answer.status_code == EXPECTED["POST"]:
        load.created.append(name)
    return str(answer.status_code)
