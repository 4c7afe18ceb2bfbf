"""The one module that knows the HTTP client: replacing it changes this file alone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from time import monotonic
from typing import Any

import httpx

from shared.connectors.destinations import (
    ForbiddenDestinationError,
    Lookup,
    destination_of,
    system_lookup,
)
from shared.connectors.exchange import (
    AnswerTooLargeError,
    UnreachableError,
    VendorAnswer,
    VendorRequest,
)
from shared.metrics import VENDOR_DURATION, VENDOR_REQUESTS
from shared.tracing.spans import NOTHING, Block, Kind, Nothing, is_recorded, span

_BAD_REQUEST, _TOO_MANY, _SERVER_ERROR = 400, 429, 500

# The library's own numbers, and none.
_KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=20)
_NONE_KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=0)

_STATUS = "http.response.status_code"
# Who never got a connection sent nothing.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What a server said; `body` is None where it was no JSON."""

    status: int
    body: Any

    @property
    def is_object(self) -> bool:
        """True where the body is a JSON object."""
        return isinstance(self.body, dict)


def outcome_of(status: int) -> str:
    """Return in one word what a vendor's status means to us."""
    if status >= _SERVER_ERROR:
        return "failed"
    if status == _TOO_MANY:
        return "throttled"
    return "refused" if status >= _BAD_REQUEST else "ok"


@cache
def _trusted_certificates() -> SSLContext:
    # Reading them takes longer than most requests.
    return httpx.create_ssl_context()


class JsonClient:
    """Asks for JSON with one deadline for the whole exchange."""

    def __init__(self, timeout_seconds: float) -> None:
        self._client = httpx.AsyncClient(
            timeout=timeout_seconds, trust_env=False, verify=_trusted_certificates()
        )

    async def get(self, url: str) -> JsonAnswer:
        """Return the answer of a GET; raise UnreachableError if there is none."""
        try:
            with _call_span("GET", httpx.URL(url)) as call:
                response = await self._client.get(url)
                call.describe({_STATUS: response.status_code})
        except httpx.HTTPError as error:
            message = f"{url} did not answer: {error!r}"
            raise UnreachableError(message) from error
        try:
            return JsonAnswer(response.status_code, response.json())
        except ValueError:
            return JsonAnswer(response.status_code, None)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class VendorClient:
    """Asks a vendor over HTTP: each wait has a deadline, and an answer a greatest length.

    `vendor` and each `operation` are names for the metrics: few, and never made of data.
    """

    def __init__(
        self,
        vendor: str,
        timeout_seconds: float,
        user_agent: str,
        most_bytes: int,
        *,
        keeps_connections: bool = True,
    ) -> None:
        self._vendor = vendor
        self._most_bytes = most_bytes
        self._client = httpx.AsyncClient(
            timeout=timeout_seconds,
            trust_env=False,
            verify=_trusted_certificates(),
            headers={"User-Agent": user_agent},
            limits=_KEPT if keeps_connections else _NONE_KEPT,
        )

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        """Return the answer; raise UnreachableError or AnswerTooLargeError."""
        built = self._client.build_request(
            request.method, request.url, headers=dict(request.headers), content=request.body or None
        )
        return await self._measured(operation, built)

    async def get(self, operation: str, url: str) -> VendorAnswer:
        """Return the answer of a GET; raise UnreachableError or AnswerTooLargeError."""
        return await self._measured(operation, self._client.build_request("GET", url))

    async def post_form(self, operation: str, url: str, form: Mapping[str, str]) -> VendorAnswer:
        """Return the answer to a form; raise UnreachableError or AnswerTooLargeError."""
        request = self._client.build_request("POST", url, data=dict(form))
        return await self._measured(operation, request)

    async def post_json(
        self, operation: str, url: str, body: Mapping[str, Any], headers: Mapping[str, str]
    ) -> VendorAnswer:
        """Return the answer to a JSON body; raise UnreachableError or AnswerTooLargeError."""
        request = self._client.build_request("POST", url, json=body, headers=headers)
        return await self._measured(operation, request)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _measured(self, operation: str, request: httpx.Request) -> VendorAnswer:
        began, outcome = monotonic(), "cancelled"
        try:
            answer = await self._answer(request)
            outcome = outcome_of(answer.status)
        except (UnreachableError, AnswerTooLargeError) as error:
            outcome = error.outcome
            raise
        else:
            return answer
        finally:
            VENDOR_REQUESTS.labels(self._vendor, operation, outcome).inc()
            VENDOR_DURATION.labels(self._vendor, operation).observe(monotonic() - began)

    async def _answer(self, request: httpx.Request) -> VendorAnswer:
        try:
            with _call_span(request.method, request.url) as call:
                answer = await self._whole_answer(request)
                call.describe({_STATUS: answer.status})
        except httpx.HTTPError as error:
            # The address without its query: a query may hold a key.
            where = request.url.copy_with(query=None)
            message = f"{where} did not answer: {error!r}"
            raise UnreachableError(message, was_sent=not isinstance(error, _UNSENT)) from error
        return answer

    async def _whole_answer(self, request: httpx.Request) -> VendorAnswer:
        content = bytearray()
        response = await self._client.send(request, stream=True)
        try:
            async for part in response.aiter_bytes():
                content += part
                if len(content) > self._most_bytes:
                    message = f"{request.url.host} sent more than {self._most_bytes:,} bytes"
                    raise AnswerTooLargeError(message)
        finally:
            await response.aclose()
        return VendorAnswer(response.status_code, dict(response.headers), bytes(content))


class StrangerClient(VendorClient):
    """Sends to addresses that tenants named: only into the open net, and never by a redirect.

    A connection serves one request: over a kept one, a name could be served that was never proven.
    """

    def __init__(
        self,
        vendor: str,
        timeout_seconds: float,
        user_agent: str,
        most_bytes: int,
        *,
        may_be_inside: bool,
        lookup: Lookup = system_lookup,
    ) -> None:
        super().__init__(vendor, timeout_seconds, user_agent, most_bytes, keeps_connections=False)
        self._timeout_seconds = timeout_seconds
        self._may_be_inside = may_be_inside
        self._lookup = lookup

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        """Return the answer within the whole of the deadline; raise UnreachableError."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._measured(operation, await self._led(request))
        except ForbiddenDestinationError as error:
            raise UnreachableError(str(error), was_sent=False) from error
        except TimeoutError as error:
            message = f"No answer within {self._timeout_seconds:.0f} seconds."
            raise UnreachableError(message) from error

    async def _led(self, request: VendorRequest) -> httpx.Request:
        """Return the request to the very address that was looked at, under the name it had."""
        inside = self._may_be_inside
        there = await destination_of(request.url, self._lookup, may_be_inside=inside)
        named = httpx.URL(request.url)
        return self._client.build_request(
            request.method,
            named.copy_with(host=there.address),
            headers={**request.headers, "Host": named.netloc.decode()},
            content=request.body or None,
            extensions={"sni_hostname": there.host},
        )


def _call_span(method: str, url: httpx.URL) -> Block | Nothing:
    """Name the server, not the address: paths and queries hold places, phone numbers and keys."""
    if not is_recorded():
        return NOTHING
    return span(method, Kind.CLIENT, {"http.request.method": method, "server.address": url.host})
