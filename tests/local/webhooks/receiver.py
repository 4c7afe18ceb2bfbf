"""Somebody's program that takes webhooks, and checks each by its own reading of the standard."""

import asyncio
import hmac
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from json import loads
from typing import Any

from shared.connectors.exchange import UnreachableError, VendorAnswer, VendorRequest


@dataclass
class Receiver:
    """What arrived, by address; it answers as it is told, else 204."""

    secrets: list[str] = field(default_factory=list[str])
    answers: deque[VendorAnswer | None] = field(default_factory=deque[VendorAnswer | None])
    requests: list[VendorRequest] = field(default_factory=list[VendorRequest])
    hangs: asyncio.Event | None = None
    events: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])

    def answer(self, *statuses: int | None, **headers: str) -> None:
        """Answer the next requests so; None is not at all."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.extend(
            None if status is None else VendorAnswer(status, named, b"") for status in statuses
        )

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        """Take a request; whether its signature is good does not depend on what it is answered."""
        assert operation == "deliver"
        assert request.method == "POST"
        self.requests.append(request)
        assert self.signers(request), "nobody signed this"
        if self.hangs is not None:
            await self.hangs.wait()
        answer = self.answers.popleft() if self.answers else VendorAnswer(204, {}, b"")
        if answer is None:
            message = "the receiver was told not to answer"
            raise UnreachableError(message)
        if answer.status == 204:
            self.events.append(loads(request.body))
        return answer

    def signers(self, request: VendorRequest) -> list[str]:
        """Return which of the known secrets signed a request."""
        told = request.headers
        signed = f"{told['webhook-id']}.{told['webhook-timestamp']}.{request.body.decode()}"
        given = told["webhook-signature"].split(" ")
        return [
            secret
            for secret in self.secrets
            if "v1,"
            + b64encode(
                hmac.digest(b64decode(secret[len("whsec_") :]), signed.encode(), sha256)
            ).decode()
            in given
        ]

    def ids(self) -> list[str]:
        """Return the id of each request."""
        return [request.headers["webhook-id"] for request in self.requests]
