"""A tenant's hour is exact, however many replicas count it."""

import re
from datetime import datetime
from time import monotonic

import pytest

from tests.api import ACCOUNT, TENANT_PATH, Tenant
from tests.system.burst import Get, Told, at_once
from tests.system.platform import Platform, is_problem, shown

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

LIMIT = 1000
SENT = 1100
AT_ONCE = 50
RESET = re.compile(r"(?i)^ratelimit: .*;r=(\d+);t=(\d+)\r?$", re.MULTILINE)
RETRY_AFTER = re.compile(r"(?i)^retry-after: (\d+)\r?$", re.MULTILINE)


async def test_two_replicas_let_exactly_the_hours_requests_through(platform: Platform) -> None:
    tenant, answers = await _spent_within_one_hour(platform)
    assert len(platform.stack.replicas("local")) == 2
    accepted = [a for a in answers if a.status == "200"]
    refused = [a for a in answers if a.status == "429"]
    assert (len(accepted), len(refused)) == (LIMIT, SENT - LIMIT)
    assert all(_says_when_to_return(answer) for answer in refused)

    last = await platform.own_page("local", tenant)
    assert is_problem(last, 429), shown(last)


async def test_one_tenants_spent_hour_is_nobody_elses(platform: Platform) -> None:
    spender, _ = await _spent_within_one_hour(platform)
    other = await platform.new_tenant("local")
    assert (await platform.own_page("local", other)).status_code == 200
    body = (await platform.http.get(ACCOUNT, headers=other.headers)).json()
    assert body["usage"]["requests_this_hour"] < LIMIT
    assert (await platform.own_page("local", spender)).status_code == 429


async def _spent_within_one_hour(platform: Platform) -> tuple[Tenant, list[Told]]:
    """Use up a fresh tenant's hour; another tenant's when the hour ended in the middle."""
    deadline = monotonic() + 240
    while monotonic() < deadline:
        tenant = await platform.new_tenant("local")
        began = await _hour(platform)
        answers = await _spend(platform, tenant)
        if await _hour(platform) == began:
            return tenant, answers
    pytest.fail("no hour was long enough")


async def _hour(platform: Platform) -> datetime:
    """Return the hour on the platform's own clock."""
    timestamp = (await platform.http.get("/health")).json()["timestamp"]
    return datetime.fromisoformat(timestamp).replace(minute=0, second=0, microsecond=0)


async def _spend(platform: Platform, tenant: Tenant) -> list[Told]:
    answers: list[Told] = []
    request = Get(f"{TENANT_PATH['local']}/{tenant.id}", tenant.key)
    for _ in range(SENT // AT_ONCE):
        answers += await at_once(platform.stack, [request] * AT_ONCE)
    return answers


def _says_when_to_return(answer: Told) -> bool:
    reset, retry = RESET.search(answer.head), RETRY_AFTER.search(answer.head)
    return bool(
        reset and retry and reset[1] == "0" and 0 < int(retry[1]) <= 3600 and reset[2] == retry[1]
    )
