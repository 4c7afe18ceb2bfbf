"""One request, exactly as written: repeated headers and odd paths stay as the test put them."""

import json
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

ENTERPRISE_KEY = "vlo_ent_" + "a1B2" * 9 + "zZ"
LOCAL_KEY = "vlo_loc_" + "c3D4" * 9 + "yY"
KEY_OF = {"enterprise": ENTERPRISE_KEY, "local": LOCAL_KEY}
OTHER_KEY = {"enterprise": LOCAL_KEY, "local": ENTERPRISE_KEY}
PATH_OF = {"enterprise": "/api/v1/enterprise/x", "local": "/api/v2/local/x"}

Headers = Sequence[tuple[str, str]]


def key(text: str) -> Headers:
    return [("X-API-Key", text)]


def bearer(text: str) -> Headers:
    return [("Authorization", f"Bearer {text}")]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.header("content-type").split(";")[0]

    def header(self, name: str) -> str:
        return ", ".join(v for n, v in self.headers if n.lower() == name.lower())

    def received(self, name: str) -> list[str]:
        """What of this request header reached the replica."""
        return [value for n, value in self.json["headers"] if n == name.lower()]


def ask(
    port: int,
    path: str,
    headers: Headers = (),
    *,
    method: str = "GET",
    body: bytes | Iterable[bytes] | None = None,
    timeout_seconds: float = 20,
) -> Answer:
    head = [f"{method} {path} HTTP/1.1", "Connection: close"]
    if not any(name == "Host" for name, _ in headers):
        head.append(f"Host: 127.0.0.1:{port}")
    if isinstance(body, bytes):
        head.append(f"Content-Length: {len(body)}")
    elif body is not None:
        head.append("Transfer-Encoding: chunked")
    head.extend(f"{name}: {value}" for name, value in headers)
    with socket.create_connection(("127.0.0.1", port), timeout=timeout_seconds) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        # A refusal may come, and the connection close, before the body was all sent.
        with suppress(BrokenPipeError, ConnectionResetError):
            send_body(connection, body)
        return answer_on(connection, method)


def send_body(connection: socket.socket, body: bytes | Iterable[bytes] | None) -> None:
    if isinstance(body, bytes):
        connection.sendall(body)
    elif body is not None:
        for chunk in body:
            connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        connection.sendall(b"0\r\n\r\n")


def answer_on(connection: socket.socket, method: str = "GET") -> Answer:
    with HTTPResponse(connection, method=method) as response:
        response.begin()
        return Answer(response.status, response.getheaders(), response.read())
