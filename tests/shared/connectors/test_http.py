import threading
from collections.abc import AsyncGenerator, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from prometheus_client import REGISTRY

from shared.connectors.exchange import (
    AnswerTooLargeError,
    UnreachableError,
    VendorAnswer,
)
from shared.connectors.http import JsonAnswer, JsonClient, VendorClient, outcome_of
from shared.tracing.context import TraceContext
from shared.tracing.spans import Kind, continued
from tests.databases import free_port
from tests.shared.tracing.recorder import recording

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

    def do_POST(self) -> None:
        """Give back what came, and how."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(429)
        self.send_header("Retry-After", "30")
        self.end_headers()
        named = [self.headers[name] or "" for name in ("User-Agent", "Content-Type", "X-Key")]
        self.wfile.write("|".join(named).encode() + b"|" + body)

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


@pytest.fixture
async def vendor_client() -> AsyncGenerator[VendorClient]:
    client = VendorClient("us", timeout_seconds=0.5, user_agent="us/1", most_bytes=60)
    yield client
    await client.close()


async def test_a_vendor_is_told_who_asks_and_what(vendor_client: VendorClient, vendor: str) -> None:
    form = await vendor_client.post_form("ask", vendor, {"data": "[a;b]"})
    assert form.content == b"us/1|application/x-www-form-urlencoded||data=%5Ba%3Bb%5D"
    answer = await vendor_client.post_json("ask", vendor, {"a": 1}, {"X-Key": "k"})
    assert answer.content == b'us/1|application/json|k|{"a":1}'
    assert (answer.status, answer.retry_after_seconds) == (429, 30.0)


async def test_an_answer_that_is_too_long_is_not_read_to_its_end(vendor: str) -> None:
    client = VendorClient("us", timeout_seconds=0.5, user_agent="us/1", most_bytes=4)
    with pytest.raises(AnswerTooLargeError, match="more than 4 bytes"):
        await client.get("read", f"{vendor}/text")
    await client.close()


@pytest.mark.parametrize("path", ["/silence?key=secret", "/text?key=secret"])
async def test_a_vendor_that_is_gone_is_unreachable_and_no_query_is_told(
    vendor_client: VendorClient, path: str
) -> None:
    with pytest.raises(UnreachableError, match="did not answer") as caught:
        await vendor_client.get("ask", f"http://127.0.0.1:{free_port()}{path}")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("stated", "seconds"), [("7", 7.0), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)]
)
def test_a_wait_is_read_where_it_is_a_number_of_seconds(stated: str, seconds: float | None) -> None:
    answer = VendorAnswer(429, {"retry-after": stated}, b"{")
    assert (answer.retry_after_seconds, answer.json()) == (seconds, None)


def counted(operation: str, outcome: str) -> float:
    labels = {"vendor": "us", "operation": operation, "outcome": outcome}
    return REGISTRY.get_sample_value("vendor_requests_total", labels) or 0.0


async def test_each_request_to_a_vendor_is_counted_by_how_it_went(vendor: str) -> None:
    client = VendorClient("us", timeout_seconds=0.5, user_agent="us/1", most_bytes=60)
    await client.get("counted", f"{vendor}/text")
    await client.get("counted", f"{vendor}/down")
    with pytest.raises(UnreachableError):
        await client.get("counted", f"http://127.0.0.1:{free_port()}/")
    await client.close()
    short = VendorClient("us", timeout_seconds=0.5, user_agent="us/1", most_bytes=4)
    with pytest.raises(AnswerTooLargeError):
        await short.get("counted", f"{vendor}/text")
    await short.close()
    outcomes = ("ok", "failed", "unreachable", "too_large", "cancelled")
    assert [counted("counted", outcome) for outcome in outcomes] == [1, 1, 1, 1, 0]
    labels = {"vendor": "us", "operation": "counted"}
    assert REGISTRY.get_sample_value("vendor_request_duration_seconds_count", labels) == 4


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "ok"), (304, "ok"), (404, "refused"), (429, "throttled"), (500, "failed")],
)
def test_a_status_has_one_outcome(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


async def test_a_call_is_a_span_that_names_the_server_and_nothing_else(
    vendor_client: VendorClient, vendor: str
) -> None:
    caller = TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", is_sampled=True)
    with recording() as recorder, continued(caller, "process", Kind.CONSUMER):
        await vendor_client.get("read", f"{vendor}/text")
        await vendor_client.post_json(
            "write", vendor, {"phone": "+919845012345"}, {"X-Key": "secret"}
        )
        with pytest.raises(UnreachableError):
            await vendor_client.get("read", f"http://127.0.0.1:{free_port()}/text")
    calls = [span for span in recorder.spans if span.kind == Kind.CLIENT]
    assert [(call.name, call.failure) for call in calls] == [
        ("GET", None), ("POST", None), ("GET", "ConnectError"),
    ]  # fmt: skip
    assert [call.attributes.get("http.response.status_code") for call in calls] == [200, 429, None]
    assert {call.attributes["server.address"] for call in calls} == {"127.0.0.1"}
    assert not any(word in str(calls) for word in ("secret", "98450", "/text"))
