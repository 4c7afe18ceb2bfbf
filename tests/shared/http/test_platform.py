import json
import threading
from collections.abc import Generator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from enterprise.main import build_app
from shared.http.platform import DETAIL_OF_REFUSAL
from shared.http.runtime import build_runtime
from shared.settings import PlatformSettings
from shared.tiers import BusinessTier, TierConfigManager
from tests.api import ENTERPRISE, Api, settings_of
from tests.databases import TierDatabase, free_port

PAGES: dict[str, tuple[int, object]] = {
    "/internal/enterprise/readyz": (200, {"status": "up", "api": "up", "database": "up"}),
    "/internal/local/readyz": (503, {"status": "down", "api": "up", "database": "down"}),
}


class Gateway(BaseHTTPRequestHandler):
    """What the gateway's internal entry point answers."""

    def do_GET(self) -> None:
        status, body = PAGES.get(self.path, (404, "no json"))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode() if isinstance(body, dict) else b"no json")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def gateway() -> Generator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def test_the_front_page_says_what_there_is(enterprise_api: Api) -> None:
    body = (await enterprise_api.http.get("/")).json()
    assert body["message"]
    assert body["version"]
    assert set(body["tiers"]) == {"enterprise", "local"}
    assert body["tiers"]["enterprise"]["reference"] == f"{ENTERPRISE}/docs"


async def test_the_comparison_is_the_configuration(enterprise_api: Api) -> None:
    body = (await enterprise_api.http.get("/api/v2/tiers/comparison")).json()
    assert body == json.loads(json.dumps(TierConfigManager.comparison()))
    for tier in ("enterprise", "local"):
        assert {"pricing", "features", "target", "automation_level"} <= set(body[tier])


async def test_without_a_gateway_a_tier_vouches_for_itself_alone(enterprise_api: Api) -> None:
    body = (await enterprise_api.http.get("/health")).json()
    assert body["enterprise_services"]["status"] == "up"
    assert body["local_services"]["status"] == "unknown"
    assert "VLO_GATEWAY_INTERNAL_URL" in body["local_services"]["reason"]
    assert body["status"] == "degraded"
    assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None


async def health_through(url: str, database: TierDatabase) -> dict[str, Any]:
    runtime = build_runtime(
        BusinessTier.ENTERPRISE, settings_of(database), PlatformSettings(gateway_internal_url=url)
    )
    transport = httpx.ASGITransport(app=build_app(runtime))
    async with httpx.AsyncClient(transport=transport, base_url="http://tier") as client:
        return (await client.get("/health")).json()


async def test_with_a_gateway_both_tiers_are_asked(
    enterprise_tier_database: TierDatabase, gateway: str
) -> None:
    body = await health_through(gateway, enterprise_tier_database)
    assert body["enterprise_services"] == {"status": "up", "api": "up", "database": "up"}
    assert body["local_services"] == {"status": "down", "api": "up", "database": "down"}
    assert body["status"] == "degraded"


async def test_a_gateway_that_is_gone_makes_both_tiers_down(
    enterprise_tier_database: TierDatabase,
) -> None:
    body = await health_through(f"http://127.0.0.1:{free_port()}", enterprise_tier_database)
    states = [body[f"{tier}_services"]["status"] for tier in BusinessTier]
    assert (states, body["status"]) == (["down", "down"], "down")


async def test_an_answer_that_is_no_readiness_is_down(
    enterprise_tier_database: TierDatabase, gateway: str
) -> None:
    body = await health_through(f"{gateway}/elsewhere", enterprise_tier_database)
    assert body["local_services"] == {"status": "down", "reason": "no replica answers"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("status", DETAIL_OF_REFUSAL)
async def test_a_refusal_of_the_gateway_gets_its_words(
    enterprise_api: Api, method: str, status: int
) -> None:
    answer = await enterprise_api.http.request(
        method, f"/problems/{status}", headers={"X-Replaced-Path": "/api/v2/local/x"}
    )
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (body["detail"], body["instance"]) == (DETAIL_OF_REFUSAL[status], "/api/v2/local/x")
    assert ("retry-after" in answer.headers) == (status in {429, 502, 503, 504})
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_the_original_address_may_come_as_a_query(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get("/problems/503", params={"u": "/api/v2/local/y"})
    assert answer.json()["instance"] == "/api/v2/local/y"


@pytest.mark.parametrize("status", ["200", "999", "-1"])
async def test_a_status_that_is_no_refusal_becomes_a_404(enterprise_api: Api, status: str) -> None:
    assert (await enterprise_api.http.get(f"/problems/{status}")).status_code == 404


async def test_a_refusal_does_not_ask_how_long_the_body_is(enterprise_api: Api) -> None:
    address = "http://gateway/api/v2/local/places/imports?hub.verify_token=x"
    answer = await enterprise_api.http.post(
        "/problems/401", params={"u": address}, content=b"x" * 2_000_000
    )
    assert answer.status_code == 401
    assert answer.json()["instance"] == "/api/v2/local/places/imports"
