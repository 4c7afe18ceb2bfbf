"""What anybody can ask without a key."""

import re
from datetime import datetime, timedelta

import pytest

from shared.clock import SystemClock
from shared.tiers import TierConfigManager
from tests.system.platform import TIERS, Platform, is_problem, shown

pytestmark = pytest.mark.system

REFERENCE = {"enterprise": "/api/v1/enterprise", "local": "/api/v2/local"}
LINK = re.compile(r"""(?:src|href|url)(?:=|:\s*)["']([^"']+)["']""")
FOREIGN = re.compile(r"""["'(=]\s*(?:https?:)?//[\w.-]+""")
HIDDEN = [
    "/metrics",
    "/livez",
    "/readyz",
    "/ping",
    "/problems/404",
    "/problems/200",
    "/internal/enterprise/readyz",
    "/internal/local/readyz",
    "/dashboard/",
    "/api/rawdata",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/api/v1/local/businesses",
    "/API/V2/LOCAL",
]


async def test_the_front_page_says_what_this_is(platform: Platform) -> None:
    body = (await platform.http.get("/")).raise_for_status().json()
    assert body["message"]
    assert body["tiers"].keys() == set(TIERS)
    assert re.fullmatch(r"\d+\.\d+\.\d+", body["version"])


async def test_health_is_measured_in_both_tiers(platform: Platform) -> None:
    body = (await platform.http.get("/health")).raise_for_status().json()
    assert body["status"] == "up"
    for tier in TIERS:
        services = body[f"{tier}_services"]
        assert (services["status"], services["database"], services["workers"]) == ("up", "up", 1)
        assert services["database_seconds"] > 0
    age = SystemClock().now() - datetime.fromisoformat(body["timestamp"])
    assert abs(age) < timedelta(minutes=1)


async def test_the_comparison_is_the_configuration(platform: Platform) -> None:
    body = (await platform.http.get("/api/v2/tiers/comparison")).raise_for_status().json()
    assert body == TierConfigManager.comparison()
    for tier in TIERS:
        assert body[tier].keys() >= {"pricing", "features", "target", "automation_level"}
    assert body["local"]["pricing"]["amount"] == "999.00"
    assert body["enterprise"]["pricing"]["amount"] == "25000.00"


@pytest.mark.parametrize("tier", TIERS)
async def test_a_reference_page_brings_everything_it_needs(platform: Platform, tier: str) -> None:
    page = (await platform.http.get(f"{REFERENCE[tier]}/docs")).raise_for_status()
    assert page.headers["Content-Type"].startswith("text/html")
    assert FOREIGN.findall(page.text) == []
    links = LINK.findall(page.text)
    assert len(links) >= 3
    for link in links:
        answer = await platform.http.get(str(page.url.join(link)))
        assert answer.status_code == 200, shown(answer)


@pytest.mark.parametrize("tier", TIERS)
async def test_the_openapi_document_lists_this_tier_alone(platform: Platform, tier: str) -> None:
    answer = await platform.http.get(f"{REFERENCE[tier]}/openapi.json")
    document = answer.raise_for_status().json()
    assert document["openapi"].startswith("3.")
    assert FOREIGN.findall(answer.text) == []
    paths = document["paths"]
    own = (REFERENCE[tier], "/api/v2/account", f"/hooks/{tier}/")
    assert {path for path in paths if not path.startswith(own)} == set()
    assert f"{REFERENCE[tier]}/intelligence" in paths


@pytest.mark.parametrize("path", HIDDEN)
async def test_what_is_internal_is_not_there(platform: Platform, path: str) -> None:
    for headers in ({}, platform.operator("local"), platform.operator("enterprise")):
        answer = await platform.http.get(path, headers=headers)
        assert is_problem(answer, 404), shown(answer)
