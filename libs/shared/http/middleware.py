"""What happens around every request: its id, its trace, its time, and a last line of defence."""

import asyncio
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from time import perf_counter

from fastapi import HTTPException  # noqa: TID251  the one kind FastAPI passes through
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import problem
from shared.ids import new_id
from shared.logging import masked, request_id_context, tenant_id_context
from shared.metrics import EVENT_LOOP_LAG, HTTP_REQUEST_DURATION, HTTP_REQUESTS_IN_FLIGHT
from shared.tracing.context import TraceContext, read_traceparent
from shared.tracing.spans import Block, Kind, RecordedSpan, continued

BODY_LIMIT_BYTES = 1024 * 1024
UNMATCHED = "unmatched"
IMPORTS = "/imports"
REFUSALS = "/problems/"
# What a metric may name; anything else a client makes up is `OTHER`.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ASKED_ALL_THE_TIME = frozenset({"/livez", "/readyz", "/metrics"})
FIRST_SERVER_ERROR = 500

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger(__name__)


class BodyTooLargeError(HTTPException):
    """More body arrived than was allowed; FastAPI lets only its own kind out of body parsing."""

    def __init__(self) -> None:
        detail = f"The body is larger than {BODY_LIMIT_BYTES} bytes. Send less at once."
        super().__init__(413, detail)


def accepted_request_id(given: str | None) -> str:
    """Return the caller's id if it is harmless in a log, else a new one; a key is not."""
    is_harmless = given and _REQUEST_ID.fullmatch(given) and masked(given) == given
    return given if given and is_harmless else new_id().hex


def parent_of(scope: Scope) -> TraceContext | None:
    """Return the caller's place in its trace; what is no single valid header begins a new one."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    given = [value for name, value in headers if name == b"traceparent"]
    if len(given) == 1:
        return read_traceparent(given[0].decode("latin-1"))
    # Whoever looks after us asks every second, and no trace of that is worth keeping.
    return TraceContext.begun() if scope["path"] in ASKED_ALL_THE_TIME else None


class RequestMiddleware:
    """Outermost layer: nothing leaves without a request id, and nothing fails without an answer."""

    def __init__(self, app: ASGIApp, path_aliases: Mapping[str, str]) -> None:
        self._app = app
        self._aliases = dict(path_aliases)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with continued(parent_of(scope), scope["method"], Kind.SERVER) as block:
            exchange = _Exchange(scope, receive, send, headers, block)
            self._follow_alias(scope)
            request_id_context.set(exchange.request_id)
            tenant_id_context.set(None)
            HTTP_REQUESTS_IN_FLIGHT.inc()
            try:
                await self._answer(exchange, headers)
            finally:
                HTTP_REQUESTS_IN_FLIGHT.dec()
                exchange.record()
                request_id_context.set(None)
                tenant_id_context.set(None)

    def _follow_alias(self, scope: Scope) -> None:
        for alias, path in self._aliases.items():
            if scope["path"].startswith(alias):
                scope["path"] = path + scope["path"][len(alias) :]

    async def _answer(self, exchange: "_Exchange", headers: Headers) -> None:
        try:
            if exchange.is_too_large(headers.get("content-length")):
                await exchange.fail(413, BodyTooLargeError().detail)
            else:
                await self._app(exchange.scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            _log.info("the client went away before its request was complete")
        except Exception:  # noqa: BLE001  the last line of defence answers and logs whatever it is
            _log.exception("a request failed in a way that nobody foresaw")
            await exchange.fail(500, "Something failed on our side. Quote the request id to us.")


class _Exchange:
    """One request and its answer."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, block: Block
    ) -> None:
        self.scope = scope
        self.request_id = accepted_request_id(headers.get("x-request-id"))
        self._block = block
        self._receive = receive
        self._send = send
        self._started_at = perf_counter()
        self._status = 0
        self._received_bytes = 0

    def is_too_large(self, declared: str | None) -> bool:
        """Tell from the declared length alone; imports have their own limit, refusals read none."""
        if declared is None or not declared.isdigit():
            return False
        path: str = self.scope["path"]
        is_unlimited = path.endswith(IMPORTS) or path.startswith(REFUSALS)
        return int(declared) > BODY_LIMIT_BYTES and not is_unlimited

    @property
    def _is_import(self) -> bool:
        # By the template, once the route is known: an id spelled `imports` is no import.
        return self._route.endswith(IMPORTS)

    @property
    def _route(self) -> str:
        return getattr(self.scope.get("route"), "path", UNMATCHED)

    async def receive(self) -> Message:
        """Pass the body on, counting."""
        message = await self._receive()
        if not self._is_import and message["type"] == "http.request":
            self._received_bytes += len(message.get("body", b""))
            if self._received_bytes > BODY_LIMIT_BYTES:
                raise BodyTooLargeError
        return message

    async def send(self, message: Message) -> None:
        """Pass the answer on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            # Appended as they are: no route sets one of these, so none need be looked for.
            own: dict[str, str] = self.scope.get("vlo.headers", {})
            named = {
                "x-request-id": self.request_id,
                "traceparent": self._block.context.traceparent,
            } | own
            message["headers"] = [
                *message["headers"],
                *((name.encode(), value.encode()) for name, value in named.items()),
            ]
        await self._send(message)

    async def fail(self, status: int, detail: str) -> None:
        """Answer with a problem, unless an answer has already begun."""
        if self._status == 0:
            answer = problem(status, detail, self.scope["path"])
            await answer(self.scope, self._receive, self.send)

    def record(self) -> None:
        """Measure the exchange under its route's template, never under its path."""
        method = self.scope["method"] if self.scope["method"] in METHODS else "OTHER"
        # A path asked by a method that it does not take is no route; else each would be eight.
        route = UNMATCHED if self._status == HTTPStatus.METHOD_NOT_ALLOWED else self._route
        labels = HTTP_REQUEST_DURATION.labels(method, route, str(self._status))
        labels.observe(perf_counter() - self._started_at)
        if self._block.recorded is not None:
            self._tell(self._block.recorded, method)

    def _tell(self, span: RecordedSpan, method: str) -> None:
        """Describe the span, by the template too: a path may hold anything."""
        facts: dict[str, str | int] = {
            "http.request.method": method,
            "http.route": self._route,
            "http.response.status_code": self._status,
            "vlo.request_id": self.request_id,
        }
        if (tenant_id := tenant_id_context.get()) is not None:
            facts["vlo.tenant_id"] = str(tenant_id)
        span.describe(facts, f"{method} {self._route}")
        if self._status == 0 or self._status >= FIRST_SERVER_ERROR:
            span.fail(str(self._status))


async def watch_event_loop(interval_seconds: float = 0.5) -> None:
    """Measure how late the event loop wakes up, until cancelled."""
    while True:
        before = perf_counter()
        await asyncio.sleep(interval_seconds)
        EVENT_LOOP_LAG.set(max(0.0, perf_counter() - before - interval_seconds))
