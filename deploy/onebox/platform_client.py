"""Requests of the command line to the platform, through the gateway like anybody else's."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from onebox.errors import GatewayRequestError

_PATIENCE_SECONDS = 130.0


class PlatformClient:
    """Speaks to the gateway with one key."""

    def __init__(
        self, gateway_url: str, key: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = httpx.Client(
            base_url=gateway_url,
            headers={"X-API-Key": key},
            timeout=_PATIENCE_SECONDS,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Send a JSON request; return the answer's body, None when it has none."""
        return self._send(method, path, json=body)

    def upload(
        self,
        path: str,
        content: bytes,
        media_type: str,
        query: Mapping[str, str],
        lines_before: int = 0,
    ) -> Any:
        """Send a part of a file; return the report. A refusal names the whole file's lines."""
        headers = {"Content-Type": media_type}
        return self._send(
            "POST", path, lines_before, content=content, headers=headers, params=dict(query)
        )

    def _send(self, method: str, path: str, lines_before: int = 0, **options: Any) -> Any:
        try:
            response = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise GatewayRequestError(
                f"No answer from {self._client.base_url} ({error}). Does it run? make status"
            ) from error
        if response.is_error:
            raise GatewayRequestError(_refusal(response, lines_before))
        return response.json() if response.content else None


def _refusal(response: httpx.Response, lines_before: int) -> str:
    """Say in words why the platform refused, with the fields or lines it names."""
    try:
        problem = response.json()
    except ValueError:
        return f"The platform answered {response.status_code}: {response.text[:300]}"
    lines = [f"{problem.get('title', 'Refused')} ({response.status_code}): {problem.get('detail')}"]
    for item in problem.get("errors", problem.get("problems", [])):
        line = item.get("line")
        place = f"line {line + lines_before}" if line else item.get("field", "")
        lines.append(f"    {place}: {item.get('message')}")
    if lines_before:
        lines.append("The records before these are stored. Sending the whole file again is safe.")
    return "\n".join(lines)
