"""What the logs tell, and what they must not."""

import json
from time import monotonic

import pytest

from tests.api import TENANT_PATH
from tests.system.platform import TIERS, Platform
from tests.system.secrecy import keys_in
from tests.system.stack import eventually

pytestmark = pytest.mark.system


@pytest.mark.parametrize("tier", TIERS)
async def test_the_access_log_names_the_request_and_keeps_no_key(
    platform: Platform, tier: str
) -> None:
    request_id = f"logged-{tier}-{monotonic()}"
    operator = platform.operator(tier)
    key = operator["X-API-Key"]
    await platform.http.get(
        TENANT_PATH[tier],
        params={"limit": "1", "token": key},
        headers=operator | {"X-Request-ID": request_id, "Cookie": f"key={key}", "Referer": key},
    )
    await platform.http.get(f"/api/v2/{key}", headers={"X-Request-ID": request_id})
    access_log = platform.stack.state.logs / "gateway-access.log"
    eventually(lambda: request_id in access_log.read_text(), "the access log has the request")

    lines = [json.loads(line) for line in access_log.read_text().splitlines()]
    (logged,) = [line for line in lines if line.get("request_X-Request-Id") == request_id]
    assert (logged["RequestMethod"], logged["DownstreamStatus"]) == ("GET", 200)
    assert logged["RequestPath"] == TENANT_PATH[tier]
    assert keys_in(platform.stack.texts()) == []


def test_a_key_in_a_log_would_be_seen(platform: Platform) -> None:
    key = platform.stack.operator_key("local")
    assert keys_in({"some.log": f"before {key} after"}) == ["some.log: …before "]
