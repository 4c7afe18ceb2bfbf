"""Several steps at once, with one outcome."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def together(*steps: Coroutine[Any, Any, object]) -> None:
    """Do all steps at once; when one fails, give up the others and raise what it raised."""
    tasks = [asyncio.ensure_future(step) for step in steps]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        # Each step tidies up after itself before the failure is told.
        await asyncio.gather(*tasks, return_exceptions=True)
