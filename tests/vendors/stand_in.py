"""A vendor's server on this machine: real requests over a real socket, checked by its contract."""

import json
import threading
from collections import deque
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Protocol
from urllib.parse import parse_qsl, urlsplit

from tests.vendors.contract import Asked, Contract


@dataclass(frozen=True, slots=True)
class Reply:
    """What a vendor answers: a value goes out as JSON, text as it is."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def content(self) -> bytes:
        """Return the body on the wire."""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Hangup:
    """The vendor takes the request and says nothing: the connection ends."""


class Vendor(Protocol):
    """The vendor's rules and its state."""

    contract: Contract

    def answer(self, asked: Asked) -> Reply:
        """Return what the vendor answers a request that keeps its contract."""
        ...


class StandIn:
    """Runs a vendor; keeps each request and each breach of the contract; fails when told to."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor
        self.asked: list[Asked] = []
        self.breaches: list[str] = []
        self.url = ""
        self._faults: deque[Reply | Hangup | None] = deque()
        self._lock = threading.Lock()

    def fail_with(self, *faults: Reply | Hangup | None) -> None:
        """Answer the next requests so, whatever they ask; None is no fault."""
        self._faults.extend(faults)

    def reply_to(self, asked: Asked) -> Reply | Hangup:
        """Return what to answer; one request at a time, as the state is one."""
        with self._lock:
            self.asked.append(asked)
            breaches = self.vendor.contract.violations(asked)
            self.breaches += breaches
            if breaches:
                return Reply(400, {"contract": breaches})
            fault = self._faults.popleft() if self._faults else None
            if fault is not None:
                return fault
            reply = self.vendor.answer(asked)
            self.breaches += [
                f"our own answer: {problem}"
                for problem in self.vendor.contract.answer_violations(
                    asked, reply.status, reply.body
                )
            ]
            return reply


class _Handler(BaseHTTPRequestHandler):
    stand_in: ClassVar[StandIn]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        reply = self.stand_in.reply_to(
            Asked(
                method=self.command,
                path=address.path,
                query=parse_qsl(address.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
        )
        if isinstance(reply, Hangup):
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@contextmanager
def running(vendor: Vendor) -> Generator[StandIn]:
    """Serve a vendor on a free port of this machine until the block ends."""
    stand_in = StandIn(vendor)
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        stand_in.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()


def in_text(contents: bytes, words: Iterable[str]) -> list[str]:
    """Return which of the words occur in some bytes."""
    return [word for word in words if word.encode() in contents]
