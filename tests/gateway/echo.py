"""A replica that says what reached it: the least that keeps the tiers' side of the contract.

`python -m tests.gateway.echo TIER PORT`. What a test wants of it goes into the request's query
(`?status=`, `?wait_seconds=`, `?size=`, `?read=no`); `/echo/ready?answer=no` starts to drain it.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from shared.http.one_packet import OnePacketProtocol

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Echo:
    def __init__(self, tier: str) -> None:
        self.tier = tier
        self.ready = True
        self.seen: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path in {"/readyz", "/livez"}:
            await answer(send, 200 if self.ready else 503, {"ready": self.ready})
        elif path == "/echo/ready":
            self.ready = query_of(scope).get("answer") != "no"
            await answer(send, 200, {"ready": self.ready})
        elif path == "/echo/seen":
            await answer(send, 200, dict(self.seen))
        elif path.startswith("/problems/"):
            await self.problem(scope, send)
        else:
            await self.echo(scope, receive, send)

    async def problem(self, scope: Scope, send: Send) -> None:
        status = int(scope["path"].rsplit("/", 1)[1])
        headers = headers_of(scope)
        instance = dict(headers).get("x-replaced-path") or query_of(scope).get("u")
        body = {
            "type": f"/problems/{status}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "instance": instance,
            "answered_by": self.tier,
            "headers": headers,
        }
        retry = [(b"retry-after", b"1")] if status == HTTPStatus.SERVICE_UNAVAILABLE else []
        await answer(send, status, body, retry, media_type=b"application/problem+json")

    async def echo(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = query_of(scope)
        self.seen[query.get("id") or str(scope["path"])] += 1
        size = 0 if query.get("read") == "no" else await body_size(receive)
        await asyncio.sleep(float(query.get("wait_seconds", "0")))
        body = {
            "tier": self.tier,
            "pid": os.getpid(),
            "method": scope["method"],
            "path": scope["path"],
            "raw_path": scope["raw_path"].decode("latin-1"),
            "headers": headers_of(scope),
            "body_bytes": size,
            "padding": "x" * int(query.get("size", "0")),
        }
        headers = [(b"retry-after", b"7"), (b"ratelimit", b'"default";r=0;t=7')]
        headers.append((b"x-request-id", dict(headers_of(scope)).get("x-request-id", "").encode()))
        media_type = query.get("type", "application/json").encode()
        await answer(send, int(query.get("status", "200")), body, headers, media_type=media_type)


def headers_of(scope: Scope) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]


def query_of(scope: Scope) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(scope["query_string"].decode("latin-1")).items()}


async def body_size(receive: Receive) -> int:
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            return size


async def answer(
    send: Send,
    status: int,
    body: object,
    headers: list[tuple[bytes, bytes]] | None = None,
    media_type: bytes = b"application/json",
) -> None:
    data = json.dumps(body).encode()
    all_headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(data)).encode()),
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": all_headers})
    await send({"type": "http.response.body", "body": data})


if __name__ == "__main__":
    uvicorn.run(
        Echo(sys.argv[1]),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        http=OnePacketProtocol,
        log_level="error",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        server_header=True,
    )
