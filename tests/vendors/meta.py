"""The contracts of Facebook Pages and of Instagram, and what holds every exchange to them."""

import json
from pathlib import Path

from tests.vendors.contract import Contract, openapi_contract

_WRITTEN = Path(__file__).with_name("contracts")


def _contract(name: str) -> Contract:
    written = (_WRITTEN / f"{name}.openapi.json").read_text(encoding="utf-8")
    return openapi_contract(json.loads(written))


FACEBOOK = _contract("facebook-pages")
INSTAGRAM = _contract("instagram")
facebook_breaches = FACEBOOK.exchange_violations
instagram_breaches = INSTAGRAM.exchange_violations
