"""Wait for something that another process or task is about to do."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float) -> bool:
    """Ask again and again; tell whether it became true before the deadline."""
    deadline = monotonic() + seconds
    while not await condition():
        if monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
