"""A vendor of our own making: it keeps letters, knows what was posted, and fails when told to."""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.connectors.calls import (
    Call,
    Capability,
    Dedupe,
    Done,
    Failed,
    FailureKind,
    Outcome,
)
from shared.connectors.connector import Access, Ask, Draw, InvalidCallError
from shared.connectors.exchange import (
    UnreachableError,
    VendorAnswer,
    VendorRequest,
    get,
    sending_json,
)

URL = "https://post.example"
KINDS = {
    401: FailureKind.AUTH_EXPIRED,
    422: FailureKind.INVALID_REQUEST,
    429: FailureKind.RATE_LIMITED,
}


class CrashError(BaseException):
    """The process dies here; no handler of ordinary failures sees it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to whom."""

    to: str
    text: str


CAPABILITIES = (
    Capability(name="letter.post", params=Letter, dedupe=Dedupe.RECONCILE),
    Capability(name="postcard.post", params=Letter, dedupe=Dedupe.LEDGER),
    Capability(name="label.set", params=Letter, dedupe=Dedupe.NATURAL, has_native_dry_run=True),
    Capability(name="letter.list", params=Letter, is_write=False),
)


class PostOffice:
    """The connector."""

    vendor = "post_office"
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def __init__(self, draws: Sequence[Draw] = ()) -> None:
        self._draws = draws

    def build(self, call: Call, access: Access) -> VendorRequest:
        letter: Letter = call.params
        if not letter.to:
            raise InvalidCallError({"to": "is empty"})
        headers = {"Authorization": access.secrets["token"]}
        if call.capability == "letter.list":
            return get(f"{URL}/letters", headers=headers)
        method = "PUT" if call.capability == "label.set" else "POST"
        body = {"to": letter.to, "text": letter.text}
        query = [("dry", "1")] if call.is_dry_run else []
        kind = call.capability.partition(".")[0]
        return sending_json(method, f"{URL}/{kind}s", body, query=query, headers=headers)

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        body = answer.json()
        if body is None:
            return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="malformed", message="no JSON")
        return Done(data=body, remote_id=body.get("id"))

    def classify(self, answer: VendorAnswer) -> Failed:
        default = FailureKind.RETRYABLE if answer.status >= 500 else FailureKind.REJECTED
        kind = KINDS.get(answer.status, default)
        return Failed(
            kind=kind,
            code=str(answer.status),
            message="said the post office",
            retry_after_seconds=answer.retry_after_seconds,
        )

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        return self._draws

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        answer = await ask("letter.list", get(f"{URL}/letters"))
        if (body := answer.json()) is None:
            return self.parse(call, answer)
        for letter in body["letters"]:
            if letter["text"] == call.params.text:
                return Done(remote_id=letter["id"])
        return None

    def refresh(self, access: Access) -> VendorRequest | None:
        if "refresh" not in access.secrets:
            return None
        return sending_json("POST", f"{URL}/token", {"refresh": access.secrets["refresh"]})

    def refreshed(self, access: Access, answer: VendorAnswer) -> Mapping[str, str] | Failed:
        if answer.status != 200:
            return Failed(kind=FailureKind.AUTH_EXPIRED, code="invalid_grant", message="revoked")
        return {**access.secrets, "token": answer.json()["token"]}


Fault = VendorAnswer | str | None
JSON_HEADERS = {"content-type": "application/json"}


def answer(status: int, body: Any, **headers: str) -> VendorAnswer:
    """Return an answer as a vendor gives it."""
    return VendorAnswer(status, JSON_HEADERS | headers, json.dumps(body).encode())


@dataclass
class PostOfficeTwin:
    """The vendor's side, in memory. Faults: an answer, or a word of `_fault`."""

    token: str = "token-1"
    letters: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    faults: deque[Fault] = field(default_factory=deque[Fault])
    renewals: int = 0
    is_revoked: bool = False

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer:
        self.asked.append((operation, request.method))
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, VendorAnswer):
            return fault
        return self._with(fault, request)

    def _with(self, fault: str | None, request: VendorRequest) -> VendorAnswer:
        if fault == "no connection":
            raise UnreachableError("refused", was_sent=False)
        if fault == "crash before":
            raise CrashError
        if fault == "hang up before":
            raise UnreachableError("reset", was_sent=True)
        answered = self._answer(request)
        if fault == "hang up after":
            raise UnreachableError("reset", was_sent=True)
        if fault == "crash after":
            raise CrashError
        return VendorAnswer(200, {}, b"<html>") if fault == "garbled after" else answered

    def _answer(self, request: VendorRequest) -> VendorAnswer:
        path = request.url.removeprefix(URL).partition("?")[0]
        if path == "/token":
            return self._renewed()
        if request.method == "GET":
            return answer(200, {"letters": self.letters})
        if request.headers["Authorization"] != self.token:
            return answer(401, {})
        if request.method == "POST":
            self.letters.append({"id": f"L{len(self.letters) + 1}", **request.json()})
            return answer(200, {"id": self.letters[-1]["id"]})
        return answer(200, {"id": "label"})

    def _renewed(self) -> VendorAnswer:
        self.renewals += 1
        if self.is_revoked:
            return answer(400, {"error": "invalid_grant"})
        self.token = f"token-{self.renewals + 1}"
        return answer(200, {"token": self.token})
