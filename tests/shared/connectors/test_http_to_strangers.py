"""Requests to addresses of strangers, over real sockets."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shared.connectors.exchange import AnswerTooLargeError, UnreachableError, VendorRequest
from shared.connectors.http import StrangerClient


class Stranger(BaseHTTPRequestHandler):
    """A server of somebody's, which is not always kind."""

    seen: list[str] = []  # noqa: RUF012 - the server makes a handler for each request
    ends = threading.Event()

    def do_POST(self) -> None:
        self.seen.append(f"{self.headers['Host']} {self.path}")
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/drip":
            self._drip()
            return
        self.send_response(307 if self.path == "/away" else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * (4_000 if self.path == "/much" else 2))

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.ends.wait(0.05):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Generator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    Stranger.ends.set()
    server.shutdown()
    server.server_close()


async def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def client_of(*, may_be_inside: bool, timeout_seconds: float = 5.0) -> StrangerClient:
    return StrangerClient(
        "strangers", timeout_seconds, "tests", 1_000, may_be_inside=may_be_inside, lookup=here
    )


@pytest.fixture
async def client() -> AsyncGenerator[StrangerClient]:
    client = client_of(may_be_inside=True)
    yield client
    await client.close()


def to(port: int, path: str, host: str = "till.example") -> VendorRequest:
    return VendorRequest(method="POST", url=f"http://{host}:{port}{path}", body=b"{}")


async def test_it_goes_to_the_address_that_was_looked_at_under_the_name_that_was_given(
    client: StrangerClient, port: int
) -> None:
    answer = await client.send("deliver", to(port, "/hook?x=1"))
    assert answer.status == 200
    assert Stranger.seen[-1] == f"till.example:{port} /hook?x=1"


async def test_a_redirect_is_shown_and_not_followed(client: StrangerClient, port: int) -> None:
    answer = await client.send("deliver", to(port, "/away"))
    assert answer.status == 307
    assert Stranger.seen[-1].endswith("/away")


async def test_a_long_answer_is_not_read(client: StrangerClient, port: int) -> None:
    with pytest.raises(AnswerTooLargeError):
        await client.send("deliver", to(port, "/much"))


async def test_an_answer_that_drips_ends_with_the_whole_deadline(port: int) -> None:
    client = client_of(may_be_inside=True, timeout_seconds=0.3)
    async with asyncio.timeout(5):
        with pytest.raises(UnreachableError, match="No answer within") as raised:
            await client.send("deliver", to(port, "/drip"))
    assert raised.value.was_sent
    await client.close()


async def test_an_address_inside_is_never_asked(port: int) -> None:
    client = client_of(may_be_inside=False)
    asked = len(Stranger.seen)
    request = VendorRequest(method="POST", url=f"https://till.example:{port}/x", body=b"{}")
    with pytest.raises(UnreachableError, match="private or reserved") as raised:
        await client.send("deliver", request)
    assert not raised.value.was_sent
    assert len(Stranger.seen) == asked
    await client.close()
