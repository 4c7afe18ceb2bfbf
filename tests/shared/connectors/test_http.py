import threading
from collections.abc import AsyncGenerator, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shared.connectors.http import JsonAnswer, JsonClient, UnreachableError
from tests.databases import free_port

BODIES: dict[str, tuple[int, bytes]] = {
    "/object": (200, b'{"status": "up"}'),
    "/list": (200, b"[1]"),
    "/down": (503, b'{"status": "down"}'),
    "/text": (200, b"hello"),
    "/bytes": (200, b'{"a": "\xff"}'),
    "/nothing": (200, b""),
}


class Vendor(BaseHTTPRequestHandler):
    """A server of the outside."""

    def do_GET(self) -> None:
        if self.path == "/silence":
            Outside.silence.wait(30)
            return
        status, body = BODIES[self.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class Outside(ThreadingHTTPServer):
    """Runs the vendor; its silence ends with the test."""

    silence = threading.Event()


@pytest.fixture(scope="module")
def vendor() -> Generator[str]:
    with Outside(("127.0.0.1", 0), Vendor) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.silence.set()
        server.shutdown()
        thread.join()


@pytest.fixture
async def client() -> AsyncGenerator[JsonClient]:
    client = JsonClient(timeout_seconds=0.5)
    yield client
    await client.close()


@pytest.mark.parametrize(
    ("path", "expected", "is_object"),
    [
        ("/object", JsonAnswer(200, {"status": "up"}), True),
        ("/list", JsonAnswer(200, [1]), False),
        ("/down", JsonAnswer(503, {"status": "down"}), True),
        ("/text", JsonAnswer(200, None), False),
        ("/bytes", JsonAnswer(200, None), False),
        ("/nothing", JsonAnswer(200, None), False),
    ],
)
async def test_an_answer_is_its_status_and_its_json(
    client: JsonClient, vendor: str, path: str, expected: JsonAnswer, is_object: bool
) -> None:
    answer = await client.get(vendor + path)
    assert (answer, answer.is_object) == (expected, is_object)


async def test_a_server_that_is_silent_or_gone_is_unreachable(
    client: JsonClient, vendor: str
) -> None:
    for url in (f"{vendor}/silence", f"http://127.0.0.1:{free_port()}/"):
        with pytest.raises(UnreachableError, match="did not answer"):
            await client.get(url)
