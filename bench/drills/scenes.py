"""What is done to the stack, and what must not follow from it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx
import psycopg

from bench.drills.traffic import PATHS, Told, steady_traffic
from bench.stack import Stack
from onebox.control import call

PER_SECOND = 200.0
LOAD_SECONDS = 30.0
KILL_EVERY_SECONDS = 5.0
WARM_UP_SECONDS = 5.0
CALM_SECONDS = 20.0
OUTAGE_SECONDS = 60.0
SILENCE_ENDS_SECONDS = 3.0
OTHER = {"local": "enterprise", "enterprise": "local"}
_OK, _UNAVAILABLE = 200, 503
_SETTLED_SECONDS = 60.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a drill found: whether its demands were met, and the figures."""

    drill: str
    is_passed: bool
    figures: str


async def killed_replica(stack: Stack) -> Verdict:
    """Kill a replica of two every five seconds under load: nobody may notice."""
    await asyncio.to_thread(stack.vlo, "scale", "--tier", "local", "--replicas", "2")
    kills = 0
    async with steady_traffic(stack, "local", PER_SECOND) as told:
        ends = monotonic() + LOAD_SECONDS
        while monotonic() < ends:
            await asyncio.sleep(KILL_EVERY_SECONDS)
            await _until(lambda: len(_up(stack, "local-api-")) > 1)
            # Whoever asks in this thread would hold up the load.
            replicas = await asyncio.to_thread(_up, stack, "local-api-")
            os.kill(replicas[kills % 2]["pid"], signal.SIGKILL)
            kills += 1
    doubled, lost = await asyncio.to_thread(_doubled_and_lost, stack, told)
    figures = f"{kills} kills, {_counted(told)}; written twice {doubled}, answered and lost {lost}"
    return Verdict("kill -9 of a replica", not (told.failures or doubled or lost), figures)


async def rolling_restart(stack: Stack) -> Verdict:
    """Replace a tier's processes one by one under load: the other tier's are not touched."""
    before = await asyncio.to_thread(_processes, stack)
    async with steady_traffic(stack, "local", PER_SECOND) as told:
        await asyncio.sleep(KILL_EVERY_SECONDS)
        await asyncio.to_thread(stack.vlo, "restart", "--tier", "local")
        await asyncio.sleep(KILL_EVERY_SECONDS)
    after = _processes(stack)
    pids = {row["pid"] for row in after.values()}
    touched = [name for name, row in before.items() if row["pid"] not in pids]
    kept = [name for name, row in before.items() if row["pid"] in pids]
    is_right = all(name.startswith("local-") for name in touched) and not any(
        name.startswith(("local-api-", "local-worker")) for name in kept
    )
    figures = f"{_counted(told)}; replaced: {', '.join(touched)}"
    return Verdict("rolling restart", is_right and not told.failures, figures)


async def stopped_database(stack: Stack, tier: str) -> Verdict:
    """Stop one tier's database for a minute: the other's p99 may rise by 10 % and 5 ms."""
    before = await _calm(stack, OTHER[tier])
    async with (
        steady_traffic(stack, OTHER[tier], PER_SECOND / 2) as outage,
        _without_database(stack, tier),
    ):
        refusal = await _refusal(stack, tier)
        await asyncio.sleep(OUTAGE_SECONDS)
    back_after = await _seconds_until_back(stack, tier)
    # Calm on both sides and as long as the outage: what drifts on the machine is in both.
    after = await _calm(stack, OTHER[tier])
    calm = Told(latencies=before.latencies + after.latencies)
    most = calm.percentile(99) * 1.1 + 0.005
    is_passed = not outage.failures and outage.percentile(99) <= most and refusal.is_fair
    figures = (
        f"the other tier: p99 {calm.percentile(99) * 1000:.1f} ms without, "
        f"{outage.percentile(99) * 1000:.1f} ms during (at most {most * 1000:.1f}), "
        f"{_counted(outage)}; {tier} answered {refusal.status} in {refusal.seconds:.2f} s with "
        f"Retry-After {refusal.retry_after}, and well again {back_after:.1f} s after its database"
    )
    return Verdict(f"{tier}'s database stopped for {OUTAGE_SECONDS:.0f} s", is_passed, figures)


async def silent_database(stack: Stack, tier: str) -> Verdict:
    """Let one tier's database hang, its port still open: every request ends in three seconds."""
    async with steady_traffic(stack, tier, PER_SECOND / 4):
        await asyncio.sleep(WARM_UP_SECONDS)
    database = (await asyncio.to_thread(_processes, stack))[f"{tier}-database"]
    async with (
        steady_traffic(stack, OTHER[tier], PER_SECOND / 4) as other,
        _hung(database["pid"]),
        steady_traffic(stack, tier, PER_SECOND / 4) as told,
    ):
        await asyncio.sleep(CALM_SECONDS)
    back_after = await _seconds_until_back(stack, tier)
    slowest = max(told.latencies)
    is_passed = slowest <= SILENCE_ENDS_SECONDS and not other.failures
    figures = (
        f"{_counted(told)}, the slowest after {slowest:.2f} s; the other tier: {_counted(other)}; "
        f"well again {back_after:.1f} s after its database"
    )
    return Verdict(f"{tier}'s database silent for {CALM_SECONDS:.0f} s", is_passed, figures)


async def _calm(stack: Stack, tier: str) -> Told:
    """Return what a tier's clients are told while nothing is wrong, half as long as an outage."""
    async with steady_traffic(stack, tier, PER_SECOND / 2):
        await asyncio.sleep(WARM_UP_SECONDS)
    async with steady_traffic(stack, tier, PER_SECOND / 2) as told:
        await asyncio.sleep(OUTAGE_SECONDS / 2)
    return told


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a tier without its database answers, once it has noticed."""

    status: int
    seconds: float
    retry_after: str | None

    @property
    def is_fair(self) -> bool:
        """Say whether it is a 503 within a second that says when to come back."""
        return self.status == _UNAVAILABLE and bool(self.retry_after) and self.seconds < 1


async def _refusal(stack: Stack, tier: str) -> Refusal:
    """Return the first 503, or the last answer where none comes."""
    answer = Refusal(0, 0.0, None)
    ends = monotonic() + _SETTLED_SECONDS
    while answer.status != _UNAVAILABLE and monotonic() < ends:
        began = monotonic()
        response = await _own_list(stack, tier)
        answer = Refusal(
            response.status_code, monotonic() - began, response.headers.get("Retry-After")
        )
    return answer


async def _seconds_until_back(stack: Stack, tier: str) -> float:
    """Return how long after its database a tier answers again, by itself."""
    await _until(lambda: _processes(stack)[f"{tier}-database"]["is_up"])
    began = monotonic()
    while (await _own_list(stack, tier)).status_code != _OK:
        if monotonic() - began > _SETTLED_SECONDS:
            break
        await asyncio.sleep(_POLL_SECONDS)
    return monotonic() - began


async def _own_list(stack: Stack, tier: str) -> httpx.Response:
    headers = {"X-API-Key": stack.secret(tier, "OPERATOR_KEY")}
    base = f"http://127.0.0.1:{stack.gateway_port}"
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
        return await client.get(PATHS[tier], params={"limit": "1"})


@asynccontextmanager
async def _without_database(stack: Stack, tier: str) -> AsyncGenerator[None]:
    """Kill a tier's database, and keep it from starting until the block ends."""
    version = stack.state.data / tier / "PG_VERSION"
    hidden = version.with_name("PG_VERSION.hidden")
    version.rename(hidden)
    try:
        database = (await asyncio.to_thread(_processes, stack))[f"{tier}-database"]
        os.kill(database["pid"], signal.SIGKILL)
        yield
    finally:
        hidden.rename(version)


@asynccontextmanager
async def _hung(pid: int) -> AsyncGenerator[None]:
    """Stop a process and its children without ending one, and let them go on."""
    pids = [pid, *await asyncio.to_thread(_children, pid)]
    for each in pids:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in pids:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


def _children(pid: int) -> list[int]:
    listing = ["ps", "-o", "pid=", "--ppid", str(pid)]
    done = subprocess.run(listing, capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()]


def _doubled_and_lost(stack: Stack, told: Told) -> tuple[int, int]:
    """Return how many writes are there twice, and how many were answered and are not there."""
    with psycopg.connect(stack.superuser_url("local", "local")) as connection:
        rows = connection.execute("SELECT name, count(*) FROM local_businesses GROUP BY name")
        stored = dict(rows.fetchall())
    doubled = sum(times > 1 for name, times in stored.items() if name.startswith("drill "))
    return doubled, sum(name not in stored for name in told.created)


def _counted(told: Told) -> str:
    answered = told.statuses.total()
    rate = f"{answered / told.seconds:.0f} a second"
    return f"{answered} requests, {rate}, {len(told.failures)} failed {dict(told.statuses)}"


def _up(stack: Stack, prefix: str) -> list[dict[str, Any]]:
    """Return the processes of a kind that are up, by name."""
    rows = sorted(_processes(stack).items())
    return [row for name, row in rows if name.startswith(prefix) and row["is_up"]]


def _processes(stack: Stack) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in call(stack.state, "status")["processes"]}


async def _until(is_so: Callable[[], bool]) -> None:
    """Wait for what another process is about to do, but not for ever."""
    for _ in range(round(_SETTLED_SECONDS / _POLL_SECONDS)):
        if await asyncio.to_thread(is_so):
            return
        await asyncio.sleep(_POLL_SECONDS)
