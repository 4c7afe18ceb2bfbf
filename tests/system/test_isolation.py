"""Whatever happens to one tier, the other answers as before."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from time import monotonic
from typing import Any

import httpx
import pytest

from tests.api import TENANT_PATH
from tests.system.load import load_on
from tests.system.platform import OTHER, TIERS, Platform, is_problem
from tests.system.stack import eventually, hung, kill, unable_to_start

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]

PATIENCE_SECONDS = 60
# Of one request: what a hung process already holds ends only with the gateway's own patience.
ONE_REQUEST_SECONDS = 1


@pytest.fixture(autouse=True)
async def both_tiers(platform: Platform) -> AsyncGenerator[None]:
    """Let each test find both tiers well, also after one that failed halfway."""
    yield
    for tier in TIERS:
        await platform.until_healthy(tier)


async def _until_refused_as_unavailable(platform: Platform, tier: str) -> None:
    """Wait for the first 503; it must say when to return."""
    path, headers = TENANT_PATH[tier], platform.operator(tier)
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        with suppress(httpx.ReadTimeout):
            answer = await platform.http.get(path, headers=headers, timeout=ONE_REQUEST_SECONDS)
            if is_problem(answer, 503):
                assert int(answer.headers["Retry-After"]) >= 1
                return
    pytest.fail(f"{tier} never answered 503")


async def _health_that_has_noticed(platform: Platform) -> dict[str, Any]:
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        health = (await platform.http.get("/health")).raise_for_status().json()
        if health["status"] == "degraded":
            return health
        assert monotonic() < deadline, "/health goes on saying that all is well"


async def _only_the_other_tier_answers(platform: Platform, tier: str) -> None:
    health = await _health_that_has_noticed(platform)
    assert health[f"{tier}_services"]["status"] != "up"
    assert health[f"{OTHER[tier]}_services"]["status"] == "up"
    for _ in range(10):
        for path in ("/", "/api/v2/tiers/comparison"):
            assert (await platform.http.get(path)).status_code == 200
        for method in ("GET", "POST"):
            answer = await platform.http.request(
                method, TENANT_PATH[tier], headers=platform.operator(tier), json={}
            )
            assert is_problem(answer, 503)


@pytest.mark.parametrize("tier", TIERS)
async def test_a_tier_that_hangs_whole_does_not_touch_the_other(
    platform: Platform, tier: str
) -> None:
    before = platform.stack.processes()
    async with load_on(platform, OTHER[tier], "GET", "POST", clients=1) as load:
        with hung(platform.stack.of_tier(tier).values()):
            await _until_refused_as_unavailable(platform, tier)
            await _only_the_other_tier_answers(platform, tier)
            await load.await_more(30)
        await platform.until_healthy(tier)
        await load.await_more(10)
    assert load.failures == []
    now = platform.stack.processes()
    assert {n: (p.pid, p.restarts) for n, p in now.items()} == {
        n: (p.pid, p.restarts) for n, p in before.items()
    }


@pytest.mark.parametrize("tier", TIERS)
async def test_a_tier_without_its_database_does_not_touch_the_other(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    before = platform.stack.processes()
    database = f"{tier}-database"
    async with load_on(platform, OTHER[tier], "GET", "POST", clients=1) as load:
        with unable_to_start(platform.stack, tier):
            kill(before[database])
            await _until_refused_as_unavailable(platform, tier)
            await _only_the_other_tier_answers(platform, tier)
            await load.await_more(30)
        await platform.until_healthy(tier)
    assert load.failures == []
    assert (await platform.own_page(tier, tenant)).status_code == 200
    eventually(lambda: platform.stack.processes()[database].is_up, "the database is up", 60)
    others = {n: p.pid for n, p in platform.stack.processes().items() if n != database}
    assert others == {n: p.pid for n, p in before.items() if n != database}


@pytest.mark.parametrize("tier", TIERS)
async def test_a_database_that_hangs_is_answered_for_and_forgotten_when_it_is_back(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    before = platform.stack.processes()
    async with load_on(platform, OTHER[tier], "GET", clients=1) as load:
        with hung([before[f"{tier}-database"]]):
            await _until_refused_as_unavailable(platform, tier)
            await load.await_more(20)
        await platform.until_healthy(tier)
    assert load.failures == []
    assert (await platform.own_page(tier, tenant)).status_code == 200
    assert {p.pid for p in platform.stack.processes().values()} == {p.pid for p in before.values()}
