"""How does a stand-in for a vendor answer, and how does it fail on demand?

A twin keeps the vendor's rules over the real requests, in memory and by a clock that it is given,
so that the same requests at the same times are answered in the same way.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from local.connectors.answer_values import mapping
from shared.clock import Clock
from shared.connectors.exchange import JSON, UnreachableError, VendorAnswer, VendorRequest

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The vendor answers this; the request takes effect or not."""

    answer: VendorAnswer
    is_after_effect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HangsUp:
    """The vendor takes the request and ends the connection."""

    is_after_effect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangs:
    """The vendor takes the request and thinks; from the deadline on nobody waits for the answer."""

    seconds: float
    is_after_effect: bool = True


Fault = Answers | HangsUp | Hangs
GARBLED = Answers(answer=VendorAnswer(200, {}, b"<html>"), is_after_effect=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the vendor reads it; `pairs` is the query with what it names repeatedly."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    pairs: Sequence[tuple[str, str]] = ()


class Twin(ABC):
    """A vendor in memory: what it was asked, which of its rules were broken, and its faults."""

    def __init__(
        self, clock: Clock, *, sleep: Sleep = asyncio.sleep, deadline_seconds: float = 30.0
    ) -> None:
        self.asked: list[tuple[str, VendorRequest]] = []
        self.violations: list[str] = []
        self._clock = clock
        self._sleep = sleep
        self._deadline_seconds = deadline_seconds
        self._faults: deque[Fault | None] = deque()

    def fail_with(self, *faults: Fault | None) -> None:
        """Treat the next requests so; None is no fault."""
        self._faults.extend(faults)

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        """Return the answer, or fail as told; raise UnreachableError where nobody answers."""
        self.asked.append((operation, request))
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            return self.answer(as_asked(request))
        if isinstance(fault, Hangs) and fault.seconds < self._deadline_seconds:
            await self._sleep(fault.seconds)
            return self.answer(as_asked(request))
        if fault.is_after_effect:
            self.answer(as_asked(request))
        if isinstance(fault, Answers):
            return fault.answer
        if isinstance(fault, Hangs):
            await self._sleep(self._deadline_seconds)
        message = "the twin was told not to answer"
        raise UnreachableError(message)

    @abstractmethod
    def answer(self, asked: Asked) -> VendorAnswer:
        """Return what the vendor answers."""

    def now(self) -> datetime:
        """Return the twin's time."""
        return self._clock.now()


class Window:
    """Counts what happened within the last so many seconds; a refusal counts for nothing."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._length = timedelta(seconds=seconds)
        self._moments: deque[datetime] = deque()

    def takes(self, now: datetime) -> bool:
        """Tell whether one more fits, and count it if so."""
        if self.used(now) >= self._most:
            return False
        self._moments.append(now)
        return True

    def used(self, now: datetime) -> int:
        """Return how many are within the window."""
        while self._moments and self._moments[0] <= now - self._length:
            self._moments.popleft()
        return len(self._moments)


def as_asked(request: VendorRequest) -> Asked:
    """Return a request as a vendor reads it; a body that is no JSON object is read as a form."""
    address = urlsplit(request.url)
    body = mapping(request.json()) or dict(parse_qsl(request.body.decode(errors="replace")))
    pairs = parse_qsl(address.query, keep_blank_values=True)
    return Asked(
        method=request.method,
        host=address.netloc,
        path=address.path,
        query=dict(pairs),
        pairs=pairs,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )


def answered(status: int, body: Any, **headers: str) -> VendorAnswer:
    """Return an answer of JSON; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = json.dumps(body, ensure_ascii=False).encode()
    return VendorAnswer(status, {"content-type": JSON} | named, content)
