"""How many replicas of a tier's API run, changed without losing a request."""

import asyncio
from collections.abc import Awaitable, Callable

from onebox.errors import ControlError
from onebox.process import KeptProcess
from onebox.together import together

MOST_REPLICAS = 12
# Two health checks (250 ms each) and the gateway's reload: by then no new request is on its way.
SETTLE_SECONDS = 0.8


class ReplicaSet:
    """The running replicas of one tier, by number."""

    def __init__(
        self,
        tier: str,
        create: Callable[[int], KeptProcess],
        publish: Callable[[], Awaitable[None]],
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self.tier = tier
        self._create = create
        self._publish = publish
        self._settle_seconds = settle_seconds
        self._running: dict[int, KeptProcess] = {}
        self._published: list[int] = []
        self._changing = asyncio.Lock()

    @property
    def processes(self) -> list[KeptProcess]:
        """Return every replica, also one that is starting or leaving."""
        return [self._running[number] for number in sorted(self._running)]

    @property
    def urls(self) -> list[str]:
        """Return the addresses that requests may be sent to."""
        ports = [self._running[number].spec.port for number in self._published]
        return [f"http://127.0.0.1:{port}" for port in ports]

    @property
    def count(self) -> int:
        """Return how many replicas serve requests."""
        return len(self._published)

    async def scale(self, count: int) -> None:
        """Run this many replicas: new ones first prove ready, leaving ones first finish."""
        if not 1 <= count <= MOST_REPLICAS:
            raise ControlError(
                f"{count} replicas of {self.tier} are not possible on one machine: "
                f"choose 1 to {MOST_REPLICAS}."
            )
        async with self._changing:
            await self._add(count - len(self._published))
            await self._remove(self._published[count:])

    async def restart(self) -> None:
        """Replace every replica, one at a time: the new one serves before the old one leaves."""
        async with self._changing:
            for number in list(self._published):
                await self._add(1)
                await self._remove([number])

    async def withdraw(self) -> None:
        """Send no more requests to any replica, and stop them all; they can be scaled up again."""
        async with self._changing:
            await self._remove(list(self._published))

    async def halt(self) -> None:
        """Stop every replica at once."""
        await asyncio.gather(*(process.halt() for process in self.processes))

    async def _add(self, count: int) -> None:
        unused = [n for n in range(1, 2 * MOST_REPLICAS) if n not in self._running]
        numbers = unused[: max(count, 0)]
        if not numbers:
            return
        for number in numbers:
            self._running[number] = self._create(number)
        try:
            await together(*(self._running[number].start() for number in numbers))
            await self._publish_only([*self._published, *numbers])
        except BaseException:
            await self._stop(numbers)
            raise

    async def _remove(self, numbers: list[int]) -> None:
        if not numbers:
            return
        await self._publish_only([n for n in self._published if n not in numbers])
        await asyncio.sleep(self._settle_seconds)
        await self._stop(numbers)

    async def _publish_only(self, numbers: list[int]) -> None:
        """Send requests to these replicas; if the gateway refuses, all stays as it was."""
        before, self._published = self._published, numbers
        try:
            await self._publish()
        except BaseException:
            self._published = before
            raise

    async def _stop(self, numbers: list[int]) -> None:
        await asyncio.gather(*(self._running[number].halt() for number in numbers))
        for number in numbers:
            del self._running[number]
