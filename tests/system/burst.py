"""Many requests at one moment, each over a connection of its own."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.system.stack import Stack

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Get:
    """One read."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came back: the status, or the name of what failed instead."""

    status: str
    head: str = ""


async def at_once(stack: Stack, requests: Iterable[Get]) -> list[Told]:
    """Send all of them together; the answers come in the same order."""
    return await asyncio.gather(*(_told(stack, request) for request in requests))


def statuses(answers: Iterable[Told]) -> Counter[str]:
    """Count the answers by status."""
    return Counter(answer.status for answer in answers)


async def _told(stack: Stack, request: Get) -> Told:
    # A tenth of what a full HTTP client costs: this must not be what is measured.
    head = [
        f"GET {request.path} HTTP/1.1",
        f"Host: 127.0.0.1:{stack.port}",
        f"X-API-Key: {request.key}",
        "Connection: close",
    ]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await _sent(stack.port, "\r\n".join([*head, "", ""]).encode())
    except (OSError, TimeoutError, ValueError) as error:
        return Told(type(error).__name__)
    first, _, rest = answer.partition("\r\n")
    return Told(first.split(" ")[1] if first else "nothing", rest.partition("\r\n\r\n")[0])


async def _sent(port: int, request: bytes) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return (await reader.read(-1)).decode()
    finally:
        writer.close()
        await writer.wait_closed()
