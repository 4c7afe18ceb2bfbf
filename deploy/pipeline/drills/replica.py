"""A release that answers every request alike: `python -m pipeline.drills.replica NAME PORT EVERY`.

Each EVERYth answer is a 500; with 0 none is. The header X-Release names the release that spoke.
"""

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from itertools import count
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEALTH = {"/livez", "/readyz"}


class Replica:
    """Says 200, or every so often 500; its health pages always say 200, as a bad release's may."""

    def __init__(self, name: str, every: int) -> None:
        self._headers = [(b"x-release", name.encode()), (b"content-length", b"0")]
        self._every = every
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body", False):
            pass
        status = 200 if scope["path"] in _HEALTH else self._status()
        start = {"type": "http.response.start", "status": status, "headers": self._headers}
        await send(start)
        await send({"type": "http.response.body", "body": b""})

    def _status(self) -> int:
        return 500 if self._every and next(self._numbers) % self._every == 0 else 200


if __name__ == "__main__":
    uvicorn.run(
        Replica(sys.argv[1], int(sys.argv[3])),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        log_level="error",
        timeout_keep_alive=75,
    )
