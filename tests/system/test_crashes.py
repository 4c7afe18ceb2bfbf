"""A process that is killed comes back by itself, and what was stored is still there."""

import pytest

from tests.api import Tenant
from tests.system.load import load_on
from tests.system.platform import Platform
from tests.system.stack import eventually, kill

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]

VICTIMS = ["local-api-1", "enterprise-worker", "enterprise-database", "gateway"]


async def _is_whole(platform: Platform, tenants: dict[str, Tenant]) -> bool:
    for tier, tenant in tenants.items():
        await platform.until_healthy(tier)
        answer = await platform.own_page(tier, tenant)
        if answer.status_code != 200 or answer.json()["id"] != str(tenant.id):
            return False
    return True


def _victim(platform: Platform, kind: str) -> str:
    # A rolling restart gives replicas new numbers.
    is_replica = kind.startswith("local-api")
    return platform.stack.replicas("local")[0].name if is_replica else kind


@pytest.mark.parametrize("kind", VICTIMS)
async def test_a_killed_process_comes_back_and_the_data_is_there(
    platform: Platform, kind: str
) -> None:
    tenants = {tier: await platform.new_tenant(tier) for tier in ("enterprise", "local")}
    name = _victim(platform, kind)
    before = platform.stack.processes()
    kill(before[name])

    def is_back() -> bool:
        now = platform.stack.processes()[name]
        return now.is_up and now.pid != before[name].pid

    eventually(is_back, f"{name} is up again", 60)
    assert platform.stack.processes()[name].restarts == before[name].restarts + 1
    assert await _is_whole(platform, tenants)
    others = {n: p.pid for n, p in platform.stack.processes().items() if n != name}
    assert others == {n: p.pid for n, p in before.items() if n != name}


async def test_a_read_never_fails_because_one_of_two_replicas_is_killed(
    platform: Platform,
) -> None:
    victim = platform.stack.replicas("local")[-1]
    async with load_on(platform, "local", "GET", "POST") as load:
        await load.await_more(60)
        kill(victim)
        await load.await_more(120)
    assert load.failures == []
    stored = await platform.names_of_tenants("local")
    assert [stored.count(name) for name in load.created] == [1] * len(load.created)
    eventually(lambda: len(platform.stack.replicas("local")) == 2, "both replicas are back")
    eventually(lambda: all(p.is_up for p in platform.stack.replicas("local")), "both are ready", 60)
