"""What did the tiers measure in the last minute? Looked up every few seconds for `vlo status`."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

import httpx

from onebox.process import KeptProcess
from onebox.signals import Reading, Signals, Snapshot, golden_signals, reading_of
from shared.tiers import BusinessTier, TierConfigManager

EVERY_SECONDS = 5.0
KEPT = 13
_ANSWER_SECONDS = 1.0
Processes = Callable[[], Mapping[str, Sequence[KeptProcess]]]


class SignalWatch:
    """Keeps the last minute's looks at each tier."""

    def __init__(
        self, processes: Processes, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._processes = processes
        self._monotonic = monotonic
        self._looks: dict[str, deque[Snapshot]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        now = self._monotonic()
        for tier in self._processes():
            self._looks[tier] = deque([Snapshot(now, {})], maxlen=KEPT)
        self._task = asyncio.create_task(self._look_again_and_again())

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def signals(self) -> dict[str, Signals]:
        """Return each tier's signals since the oldest look that is kept."""
        return {
            tier: golden_signals(list(looks), _promise(tier)) for tier, looks in self._looks.items()
        }

    async def look(self) -> None:
        """Read every page once."""
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS, trust_env=False) as client:
            at_seconds = self._monotonic()
            for tier, processes in self._processes().items():
                pages = await asyncio.gather(*(_reading(client, one) for one in processes))
                readings = {name: reading for name, reading in pages if reading is not None}
                self._looks[tier].append(Snapshot(at_seconds, readings))

    async def _look_again_and_again(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)


async def _reading(client: httpx.AsyncClient, process: KeptProcess) -> tuple[str, Reading | None]:
    # A process that was started anew counts from zero: another pid, another name.
    name = f"{process.spec.name} {process.pid}"
    with contextlib.suppress(httpx.HTTPError, ValueError):
        answer = await client.get(f"http://127.0.0.1:{process.spec.port}/metrics")
        if answer.is_success:
            return name, await asyncio.to_thread(reading_of, answer.text)
    return name, None


def _promise(tier: str) -> float:
    return TierConfigManager.get_config(BusinessTier(tier)).answers_within_seconds
