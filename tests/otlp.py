"""A collector: it takes what is sent by OTLP/HTTP and says what it was."""

import gzip
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, slots=True)
class Span:
    """One span as it arrived."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    kind: int
    is_failed: bool
    attributes: dict[str, str]


@dataclass
class Collector:
    """What has arrived so far."""

    url: str
    spans: list[Span] = field(default_factory=list[Span])
    bodies: list[bytes] = field(default_factory=list[bytes])

    def of_trace(self, trace_id: str) -> list[Span]:
        """Return the spans of one trace."""
        return [span for span in self.spans if span.trace_id == trace_id]


class _Intake(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = b"".join(self._chunks())
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        collector = cast("_Server", self.server).collector
        if self.path == "/v1/traces":
            collector.bodies.append(body)
            collector.spans.extend(spans_in(body))
        self.send_response(200 if self.path == "/v1/traces" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _chunks(self) -> Iterable[bytes]:
        """Read the body; Traefik sends it in pieces of unannounced number."""
        if self.headers["Transfer-Encoding"] != "chunked":
            yield self.rfile.read(int(self.headers["Content-Length"]))
            return
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Intake)
        self.collector = Collector(f"http://127.0.0.1:{self.server_port}")


@contextmanager
def collecting() -> Generator[Collector]:
    """Run a collector for the length of a block."""
    with _Server() as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield server.collector
        finally:
            server.shutdown()
            serving.join()


def spans_in(body: bytes) -> list[Span]:
    """Read one message of the protocol."""
    message: Any = ExportTraceServiceRequest()
    message.ParseFromString(body)
    return [
        _span(resource, span)
        for resource in message.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _span(resource: Any, span: Any) -> Span:
    return Span(
        service=_facts(resource.resource.attributes)["service.name"],
        name=span.name,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        kind=span.kind,
        is_failed=span.status.code == 2,
        attributes=_facts(span.attributes),
    )


def _facts(attributes: Any) -> dict[str, str]:
    return {a.key: str(getattr(a.value, a.value.WhichOneof("value"))) for a in attributes}
