"""WhatsApp's contract, and what holds every request and every answer to it."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from shared.connectors.exchange import VendorAnswer, VendorRequest
from tests.vendors.contract import Asked, openapi_contract

_WRITTEN = Path(__file__).with_name("contracts") / "whatsapp-cloud.openapi.json"
CLOUD = openapi_contract(json.loads(_WRITTEN.read_text(encoding="utf-8")))


def as_asked(request: VendorRequest) -> Asked:
    """Return a request as the server reads it."""
    address = urlsplit(request.url)
    return Asked(
        method=request.method,
        path=address.path,
        query=parse_qsl(address.query, keep_blank_values=True),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )


def breaches(request: VendorRequest) -> list[str]:
    """Return what is wrong with a request."""
    return CLOUD.violations(as_asked(request))


def answer_breaches(request: VendorRequest, answer: VendorAnswer) -> list[str]:
    """Return what is wrong with an answer to it."""
    return CLOUD.answer_violations(as_asked(request), answer.status, answer.json())
