"""What goes over the wire to a vendor, and what comes back? Plain values, no client."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRequest:
    """One request as it will be sent, byte by byte."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    def json(self) -> Any:
        """Return what the body says as JSON, None where it is none."""
        return _read(self.body)


@dataclass(frozen=True, slots=True)
class VendorAnswer:
    """What a vendor said, byte by byte; the names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """Return what the answer says as JSON, None where it is none."""
        return _read(self.content)

    @property
    def retry_after_seconds(self) -> float | None:
        """Return how long the vendor asks us to wait; a date instead of seconds is not read."""
        stated = self.headers.get("retry-after", "")
        return float(stated) if stated.isascii() and stated.isdigit() else None


class UnreachableError(Exception):
    """Nobody answered in time; `was_sent` is False only where no byte can have arrived."""

    outcome = "unreachable"

    def __init__(self, message: str, *, was_sent: bool = True) -> None:
        super().__init__(message)
        self.was_sent = was_sent


class AnswerTooLargeError(Exception):
    """The answer is longer than anybody here would read."""

    outcome = "too_large"


class Transport(Protocol):
    """Carries requests to a vendor, or to the twin that stands in for it."""

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        """Return the answer; raise UnreachableError or AnswerTooLargeError.

        `operation` is a name for the metrics: one of few, never made of data.
        """
        ...


def get(
    url: str,
    query: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> VendorRequest:
    """Return a request that reads."""
    return VendorRequest(method="GET", url=with_query(url, query), headers=headers or {})


def sending_json(
    method: str,
    url: str,
    body: Any,
    *,
    query: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> VendorRequest:
    """Return a request with a JSON body."""
    return VendorRequest(
        method=method,
        url=with_query(url, query),
        headers={"Content-Type": JSON, **(headers or {})},
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
    )


def sending_form(
    url: str, form: Sequence[tuple[str, str]], headers: Mapping[str, str] | None = None
) -> VendorRequest:
    """Return a POST of a form."""
    return VendorRequest(
        method="POST",
        url=url,
        headers={"Content-Type": FORM, **(headers or {})},
        body=urlencode(form).encode(),
    )


def with_query(url: str, query: Sequence[tuple[str, str]]) -> str:
    """Return the address with these parameters."""
    return f"{url}?{urlencode(query)}" if query else url


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
