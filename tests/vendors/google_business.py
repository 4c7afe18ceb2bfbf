"""Google Business Profile's contracts, and what holds every request and every answer to them.

The v1 documents are Google's own, as the client library brings them along.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shared.connectors.exchange import VendorAnswer, VendorRequest
from tests.vendors.contract import Contract, as_asked, discovery_contract, openapi_contract

_WRITTEN = Path(__file__).with_name("contracts")
_BROUGHT = files("googleapiclient") / "discovery_cache/documents"


def _document(text: str) -> dict[str, Any]:
    return json.loads(text)


MY_BUSINESS = discovery_contract(
    _document((_WRITTEN / "mybusiness-v4.discovery.json").read_text(encoding="utf-8"))
)
INFORMATION = discovery_contract(
    _document((_BROUGHT / "mybusinessbusinessinformation.v1.json").read_text(encoding="utf-8"))
)
PERFORMANCE = discovery_contract(
    _document((_BROUGHT / "businessprofileperformance.v1.json").read_text(encoding="utf-8"))
)
TOKENS = openapi_contract(
    _document((_WRITTEN / "google-token.openapi.json").read_text(encoding="utf-8"))
)
CONTRACTS = {
    "mybusiness.googleapis.com": MY_BUSINESS,
    "mybusinessbusinessinformation.googleapis.com": INFORMATION,
    "businessprofileperformance.googleapis.com": PERFORMANCE,
    "oauth2.googleapis.com": TOKENS,
}


def breaches(request: VendorRequest) -> list[str]:
    """Return what is wrong with a request."""
    return _contract(request).violations(as_asked(request))


def exchange_breaches(request: VendorRequest, answer: VendorAnswer) -> list[str]:
    """Return what is wrong with a request and with the twin's own answer."""
    return _contract(request).exchange_violations(request, answer)


def _contract(request: VendorRequest) -> Contract:
    return CONTRACTS[urlsplit(request.url).netloc]
