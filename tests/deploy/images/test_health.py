import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from images.health import answers
from tests.databases import free_port


@contextmanager
def answering(status: int) -> Generator[int]:
    """Serve /readyz with one status for the length of a block."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False), (500, False)])
def test_ready_is_what_answers_200(status: int, expected: bool) -> None:
    with answering(status) as port:
        assert answers(port) is expected


def test_a_port_that_nobody_listens_on_is_not_ready() -> None:
    assert not answers(free_port())
