"""The one module that knows the HTTP client: replacing it changes this file alone."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What a server said; `body` is None where it was no JSON."""

    status: int
    body: Any


class UnreachableError(Exception):
    """Nobody answered in time."""


class JsonClient:
    """Asks for JSON with one deadline for the whole exchange."""

    def __init__(self, timeout_seconds: float) -> None:
        self._client = httpx.AsyncClient(timeout=timeout_seconds, trust_env=False)

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
