"""A thousand shops and ten clients at the same moment."""

import pytest

from tests.api import TENANT_PATH
from tests.system.burst import Get, at_once, statuses
from tests.system.platform import Platform

pytestmark = pytest.mark.system


async def test_ten_enterprise_and_a_thousand_local_requests_at_once_all_succeed(
    platform: Platform,
) -> None:
    client = await platform.new_tenant("enterprise")
    shop = await platform.new_tenant("local")
    requests = [Get(f"{TENANT_PATH['local']}/{shop.id}", platform.stack.operator_key("local"))]
    requests *= 1000
    requests[500:500] = [Get(f"{TENANT_PATH['enterprise']}/{client.id}", client.key)] * 10
    assert statuses(await at_once(platform.stack, requests)) == {"200": 1010}
