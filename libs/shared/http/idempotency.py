"""Where an `Idempotency-Key` enters a request and its answer is kept.

The caller's transaction begins with a look for the stored answer; the route class below stores a
new answer in that same transaction, before it commits.
"""

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.limits.idempotency import IdempotentWrites, StoredAnswer, checked_key
from shared.metrics import IDEMPOTENCY_REPLAYS

HEADER = "Idempotency-Key"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LARGEST_STORED_BODY_BYTES = 1024 * 1024

_PENDING = "vlo.idempotent_write"
_UPLOAD_HASH = "vlo.upload_sha256"


class ReplayedAnswerError(Exception):
    """Leaves the transaction before anything is done: the answer is known already."""

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__("replayed")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A write whose answer is to be stored."""

    writes: IdempotentWrites
    key: str
    request_hash: bytes


async def begin_idempotent_write(
    request: Request, session: AsyncSession, tenant_id: UUID, clock: Clock
) -> None:
    """Replay a stored answer, or note that this request's answer is to be stored."""
    given = request.headers.getlist(HEADER)
    if not given or request.method not in WRITES:
        return
    # Two headers read as one value with a comma and a space, which no key may hold.
    key = checked_key(", ".join(given))
    digest = await request_hash(request)
    writes = IdempotentWrites(session, tenant_id, clock)
    stored = await writes.begin(key, digest)
    if stored is not None:
        IDEMPOTENCY_REPLAYS.inc()
        raise ReplayedAnswerError(stored)
    request.scope[_PENDING] = PendingWrite(writes, key, digest)


def note_upload_hash(request: Request, sha256_hex: str) -> None:
    """Let an upload that was streamed to disk stand for the body it is too large to repeat."""
    request.scope[_UPLOAD_HASH] = sha256_hex


async def request_hash(request: Request) -> bytes:
    """Return what makes two requests the same: method, path, query and body."""
    uploaded: str | None = request.scope.get(_UPLOAD_HASH)
    body = uploaded.encode() if uploaded else await request.body()
    line = f"{request.method} {request.url.path}?{request.url.query}\n"
    return sha256(line.encode() + body).digest()


def without_secrets(body: bytes) -> bytes:
    """Return a JSON body without the secrets that are shown only once."""
    if b'"secret"' not in body:
        return body
    return json.dumps(_masked(json.loads(body)), separators=(",", ":")).encode()


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        return {key: None if key == "secret" else _masked(item) for key, item in items.items()}
    if isinstance(value, list):
        return [_masked(item) for item in cast("list[Any]", value)]
    return value


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class RepeatableRoute(APIRoute):
    """A route whose writes may be sent twice; give it to every router that writes."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler while its transaction is still open."""
        handler = super().get_route_handler()
        if WRITES.isdisjoint(self.methods or ()):
            return handler

        async def answer(request: Request) -> Response:
            try:
                response = await handler(request)
            except ReplayedAnswerError as replay:
                stored = replay.answer
                headers = {"Idempotency-Replayed": "true"}
                return Response(stored.body, stored.status, headers, stored.media_type or None)
            await _keep(request, response)
            return response

        return answer


async def _keep(request: Request, response: Response) -> None:
    pending: PendingWrite | None = request.scope.get(_PENDING)
    if pending is None or len(response.body) > LARGEST_STORED_BODY_BYTES:
        return
    media_type = response.headers.get("content-type", "")
    answer = StoredAnswer(response.status_code, media_type, without_secrets(bytes(response.body)))
    await pending.writes.finish(pending.key, pending.request_hash, answer)
