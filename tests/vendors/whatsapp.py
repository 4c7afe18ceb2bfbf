"""WhatsApp's contract, and what holds every request and every answer to it."""

import json
from pathlib import Path

from tests.vendors.contract import openapi_contract

_WRITTEN = Path(__file__).with_name("contracts") / "whatsapp-cloud.openapi.json"
CLOUD = openapi_contract(json.loads(_WRITTEN.read_text(encoding="utf-8")))
exchange_breaches = CLOUD.exchange_violations
