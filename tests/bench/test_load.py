import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bench.load import Request, ask_at_once, ask_over_and_over

SOUND = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n"
REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"


@asynccontextmanager
async def serving(answers: list[bytes], heads: list[bytes]) -> AsyncGenerator[int]:
    """Serve these answers, in pieces, to whoever asks; hang up on an empty one."""
    left = iter(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            try:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
            except asyncio.IncompleteReadError:
                break
            reply = next(left)
            if not reply:
                break
            for piece in (reply[:9], reply[9:]):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def test_every_request_is_sent_once_and_every_answer_counted() -> None:
    heads: list[bytes] = []
    async with serving([SOUND, CHUNKED] * 50, heads) as port:
        requests = [Request("/one", "secret"), Request("/two")]
        outcome = await ask_over_and_over(port, requests, 100, connections=7)
    assert (len(outcome.latencies), outcome.failures) == (100, 0)
    assert (
        sum(head.startswith(b"GET /one ") and b"X-API-Key: secret" in head for head in heads) == 50
    )
    assert sum(head.startswith(b"GET /two ") and b"X-API-Key" not in head for head in heads) == 50
    assert 0 < outcome.percentile(50) <= outcome.percentile(99)
    assert outcome.per_second > 0


async def test_refusals_and_broken_connections_are_failures() -> None:
    async with serving([SOUND, REFUSAL, b""], []) as port:
        outcome = await ask_over_and_over(port, [Request("/")], 3, connections=1)
    assert outcome.statuses == {"200": 1, "503": 1, "broken": 1}
    assert outcome.failures == 2


async def test_a_burst_asks_everything_on_its_own_connection() -> None:
    async with serving([SOUND] * 29 + [b""], []) as port:
        outcome = await ask_at_once(port, [Request("/")] * 30)
    assert outcome.statuses == {"200": 29, "broken": 1}
    assert len(outcome.latencies) == 30


async def test_a_server_that_is_not_there_is_a_failure() -> None:
    async with serving([], []) as port:
        pass
    outcome = await ask_at_once(port, [Request("/")] * 3)
    assert outcome.statuses == {"refused": 3}
