"""The one module that knows the HTTP client: replacing it changes this file alone."""

from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What a server said; `body` is None where it was no JSON."""

    status: int
    body: Any

    @property
    def is_object(self) -> bool:
        """True where the body is a JSON object."""
        return isinstance(self.body, dict)


class UnreachableError(Exception):
    """Nobody answered in time."""


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
            response = await self._client.get(url)
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
