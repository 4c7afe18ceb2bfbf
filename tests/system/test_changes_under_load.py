"""Replicas come, go, and are replaced while requests arrive: none of these fails."""

import asyncio
from collections import Counter

import pytest

from tests.system.load import Load, load_on
from tests.system.platform import OTHER, TIERS, Platform

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]


async def _vlo(platform: Platform, *words: str) -> str:
    return await asyncio.to_thread(platform.stack.did, *words)


async def _scale(platform: Platform, tier: str, count: int) -> None:
    await _vlo(platform, "scale", "--tier", tier, "--replicas", str(count))
    assert len(platform.stack.replicas(tier)) == count


async def _nothing_was_lost_or_doubled(platform: Platform, tier: str, load: Load) -> None:
    assert load.failures == []
    assert len(load.created) == load.told["POST"] > 0
    stored = Counter(await platform.names_of_tenants(tier))
    assert {name: stored[name] for name in load.created if stored[name] != 1} == {}


@pytest.mark.parametrize("tier", TIERS)
async def test_a_rolling_restart_loses_nothing_and_leaves_the_other_tier_alone(
    platform: Platform, tier: str
) -> None:
    own, other = platform.stack.of_tier(tier), platform.stack.of_tier(OTHER[tier])
    async with load_on(platform, tier, "GET", "POST") as load:
        await load.await_more(30)
        await _vlo(platform, "restart", "--tier", tier)
        await load.await_more(30)
    await _nothing_was_lost_or_doubled(platform, tier, load)

    now = platform.stack.of_tier(tier)
    replaced = {p.pid for name, p in own.items() if not name.endswith("-database")}
    assert replaced.isdisjoint(p.pid for p in now.values())
    assert now[f"{tier}-database"].pid == own[f"{tier}-database"].pid
    assert {n: p.pid for n, p in platform.stack.of_tier(OTHER[tier]).items()} == {
        n: p.pid for n, p in other.items()
    }


async def test_scaling_from_one_to_three_and_back_loses_nothing(platform: Platform) -> None:
    other = {n: p.pid for n, p in platform.stack.of_tier("local").items()}
    async with load_on(platform, "enterprise", "GET", "POST") as load:
        for count in (3, 1):
            await load.await_more(30)
            await _scale(platform, "enterprise", count)
        await load.await_more(30)
    await _nothing_was_lost_or_doubled(platform, "enterprise", load)
    assert {n: p.pid for n, p in platform.stack.of_tier("local").items()} == other


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("scale", "--tier", "local", "--replicas", "13"), "choose 1 to 12"),
        (("scale", "--tier", "locale", "--replicas", "2"), "no tier 'locale'"),
        (("restart", "--tier", "locale"), "no tier 'locale'"),
    ],
)
async def test_an_impossible_change_is_refused_in_one_line(
    platform: Platform, words: tuple[str, ...], reason: str
) -> None:
    before = platform.stack.pids()
    refused = platform.stack.vlo(*words)
    assert refused.returncode != 0
    assert reason in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert platform.stack.pids() == before
