"""WhatsApp, played by the connector's own twin: one shop, and one customer who writes to it.

What WhatsApp would tell by webhook is signed and sent to the gateway, and tried again each second
until it is taken.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from local.connectors.answer_values import mapping, text
from local.connectors.twin import answered, as_asked
from local.connectors.whatsapp.memory import WhatsAppTwin
from local.connectors.whatsapp.port import VENDOR
from shared.clock import SystemClock
from shared.connectors.exchange import VendorAnswer, VendorRequest
from shared.connectors.inbound import META_SIGNATURE

MESSAGES = "/stand-in/messages"
NUMBER, ACCOUNT = "10", "20"
# Known to everybody, and of use for nothing but a rehearsal.
APP_SECRET = "rehearsal"  # noqa: S105 - see above
_HOOK = "/hooks/local/whatsapp"
_PATIENCE_SECONDS = 5.0
_CREATED, _WRONG = 201, 422

Tell = Callable[[bytes], bool]


class WhatsAppStandIn:
    """One shop's number and one customer, at a WhatsApp of their own; whoever calls takes turns."""

    vendor = VENDOR

    def __init__(self, tell: Tell) -> None:
        self._twin = WhatsAppTwin(SystemClock())
        self.secrets = self._twin.add_number(NUMBER, ACCOUNT)
        self._customer = self._twin.add_person(NUMBER, "919800000001", "IN.1001", "Asha")
        words = "{{1}}: you have an appointment, {{2}}, {{3}}. Will you come?"
        self._twin.add_template(NUMBER, "visit_reminder", words)
        self.tell = tell
        self._untold: list[bytes] = []
        self._lock = Lock()

    def answer(self, request: VendorRequest) -> VendorAnswer:
        """Answer as WhatsApp does, or take part in the play where the address says so."""
        with self._lock:
            if request.url.partition("?")[0].endswith(MESSAGES):
                return self._played(request)
            return self._twin.answer(as_asked(request))

    def tell_what_is_new(self) -> None:
        """Send what has happened to the gateway; what it does not take is sent again later."""
        with self._lock:
            self._untold += [_written(notice) for notice in self._twin.notices()]
            untold, self._untold = self._untold, []
        kept = [payload for payload in untold if not self.tell(payload)]
        with self._lock:
            self._untold = kept + self._untold

    def _played(self, request: VendorRequest) -> VendorAnswer:
        if request.method == "GET":
            shown = [
                {"words": message.words, "buttons": list(message.buttons)}
                for message in self._twin.messages(NUMBER)
            ]
            return answered(200, shown)
        wish = mapping(request.json())
        words = text(wish.get("text"))
        if words is None:
            return answered(_WRONG, {"detail": "Send the customer's words as text."})
        payload = self._twin.receive(
            NUMBER, self._customer, words, payload=text(wish.get("payload"))
        )
        self._untold.append(_written(payload))
        return answered(_CREATED, {"told": "within a second"})


def teller(gateway: str) -> Tell:
    """Return what sends a payload to a gateway's webhook, signed, and says whether it was taken."""

    def tell(payload: bytes) -> bool:
        signed = "sha256=" + hmac.new(APP_SECRET.encode(), payload, sha256).hexdigest()
        headers = {"Content-Type": "application/json", META_SIGNATURE: signed}
        request = Request(f"{gateway}{_HOOK}", payload, headers)  # noqa: S310 - a gateway of ours
        try:
            with urlopen(request, timeout=_PATIENCE_SECONDS):  # noqa: S310 - as above
                return True
        except (URLError, TimeoutError):
            return False

    return tell


def _written(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()
