"""The load that the drills judge by, against a server that is hurt on purpose."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from bench.drills.traffic import Told, steady_traffic
from bench.stack import Stack

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
MADE = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"
ENOUGH = 30
BAD = b"HTTP/1.1 503 Sorry\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def server(answers: dict[str, bytes | None]) -> AsyncGenerator[tuple[int, asyncio.Event]]:
    asked, enough = count(1), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            if next(asked) > ENOUGH:
                enough.set()
            answer = answers[head.split(" ")[0]]
            if answer is None:
                break
            writer.write(answer)
            await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1], enough


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""
    for line in head.lower().splitlines():
        if line.startswith("content-length:"):
            await reader.readexactly(int(line.partition(":")[2]))
    return head


async def told(answers: dict[str, bytes | None], tmp_path: Path) -> Told:
    async with server(answers) as (port, enough):
        async with steady_traffic(Stack(tmp_path, port), "local", 100) as seen:
            await enough.wait()
        return seen


async def test_every_tenth_request_is_a_write_and_what_was_made_is_remembered(
    tmp_path: Path,
) -> None:
    seen = await told({"GET": GOOD, "POST": MADE}, tmp_path)
    assert seen.failures == []
    assert set(seen.statuses) == {"GET 200", "POST 201"}
    assert len(seen.created) == seen.statuses["POST 201"] == len(set(seen.created))


@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        ({"GET": BAD, "POST": MADE}, "GET 503"),
        ({"GET": GOOD, "POST": BAD}, "POST 503"),
        ({"GET": GOOD, "POST": None}, "POST IncompleteReadError"),
    ],
)
async def test_every_answer_but_the_right_one_is_a_failure(
    answers: dict[str, bytes | None], failure: str, tmp_path: Path
) -> None:
    seen = await told(answers, tmp_path)
    assert set(seen.failures) == {failure}
    assert Counter(seen.failures)[failure] == seen.statuses[failure]


async def test_what_was_asked_before_the_end_is_still_answered(tmp_path: Path) -> None:
    seen = await told({"GET": GOOD, "POST": MADE}, tmp_path)
    assert len(seen.latencies) == seen.statuses.total()
    assert seen.percentile(99) >= seen.percentile(50)
