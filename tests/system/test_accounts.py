"""Accounts through the gateway: keys, teams, limits, and writes that happen once."""

import asyncio
import re
from collections import Counter
from time import monotonic

import pytest

from tests.api import ACCOUNT, TENANT_PATH, Tenant
from tests.system.platform import TIERS, Platform, is_problem, shown

pytestmark = pytest.mark.system

LIMIT = {"enterprise": 10_000, "local": 1_000}
TEAM = {"enterprise": 50, "local": 3}
REVOKED_WITHIN_SECONDS = 1.0
WATCHED_SECONDS = 2.0
KEY = {"name": "another", "scopes": ["read", "write", "admin"]}


async def test_a_key_alone_says_whose_account_it_is(platform: Platform) -> None:
    for tier in TIERS:
        tenant = await platform.new_tenant(tier)
        for headers in (tenant.headers, {"Authorization": f"Bearer {tenant.key}"}):
            body = (await platform.http.get(ACCOUNT, headers=headers)).raise_for_status().json()
            assert (body["tier"], body["tenant_id"]) == (tier, str(tenant.id))
            assert body["scopes"] == ["admin", "read", "write"]
            assert body["usage"]["requests_per_hour"] == LIMIT[tier]
        assert body["usage"]["requests_this_hour"] >= 1


@pytest.mark.parametrize("tier", TIERS)
async def test_every_answer_says_how_much_of_the_hour_is_left(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    answer = await platform.own_page(tier, tenant)
    assert answer.headers["RateLimit-Policy"] == f'"hour";q={LIMIT[tier]};w=3600'
    found = re.fullmatch(r'"hour";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
    assert found
    assert 0 < int(found[1]) < LIMIT[tier]
    assert 0 < int(found[2]) <= 3600


async def test_a_rotated_key_and_its_successor_both_work_during_the_overlap(
    platform: Platform,
) -> None:
    for tier in TIERS:
        tenant = await platform.new_tenant(tier)
        (first,) = await platform.keys(tenant)
        path = f"{ACCOUNT}/keys/{first['id']}/rotate"
        rotated = await platform.http.post(
            path, json={"overlap_seconds": 600}, headers=tenant.headers
        )
        assert rotated.status_code == 201, shown(rotated)
        fresh = Tenant(tenant.id, rotated.json()["secret"])
        for holder in (tenant, fresh):
            assert (await platform.own_page(tier, holder)).status_code == 200
        kept = await platform.keys(fresh)
        assert len(kept) == 2
        assert not any("secret" in key for key in kept)


@pytest.mark.parametrize("tier", TIERS)
async def test_a_revoked_key_is_refused_by_every_replica_within_a_second(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    made = (await platform.http.post(f"{ACCOUNT}/keys", json=KEY, headers=tenant.headers)).json()
    doomed = Tenant(tenant.id, made["secret"])
    for _ in range(10):
        assert (await platform.own_page(tier, doomed)).status_code == 200
    path = f"{ACCOUNT}/keys/{made['id']}"
    assert (await platform.http.delete(path, headers=tenant.headers)).status_code == 204
    revoked_at = monotonic()
    while (asked_at := monotonic()) < revoked_at + WATCHED_SECONDS:
        answer = await platform.own_page(tier, doomed)
        if answer.status_code == 200:
            assert asked_at - revoked_at < REVOKED_WITHIN_SECONDS
        else:
            assert is_problem(answer, 401), shown(answer)
    last = [await platform.own_page(tier, doomed) for _ in range(10)]
    assert {answer.status_code for answer in last} == {401}


@pytest.mark.parametrize("tier", TIERS)
async def test_a_team_never_grows_past_its_limit_though_a_hundred_are_added_at_once(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    people = [
        {"email": f"person-{n}@example.com", "name": f"Person {n}", "role": "viewer"}
        for n in range(100)
    ]
    answers = await asyncio.gather(
        *(
            platform.patiently("POST", f"{ACCOUNT}/members", headers=tenant.headers, json=person)
            for person in people
        )
    )
    assert Counter(answer.status_code for answer in answers) == {
        201: TEAM[tier],
        409: 100 - TEAM[tier],
    }
    listed = await platform.http.get(f"{ACCOUNT}/members", headers=tenant.headers)
    assert len(listed.json()["items"]) == TEAM[tier]


@pytest.mark.parametrize("tier", TIERS)
async def test_a_hundred_parallel_writes_with_one_idempotency_key_leave_one_row(
    platform: Platform, tier: str
) -> None:
    tenant = await platform.new_tenant(tier)
    headers = tenant.headers | {"Idempotency-Key": "one-of-a-hundred"}
    answers = await asyncio.gather(
        *(
            platform.patiently("POST", f"{ACCOUNT}/keys", headers=headers, json=KEY)
            for _ in range(100)
        )
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    first = [a for a in answers if a.status_code == 201 and "Idempotency-Replayed" not in a.headers]
    assert len(first) == 1
    assert {a.json()["id"] for a in answers if a.status_code == 201} == {first[0].json()["id"]}
    assert [key["name"] for key in await platform.keys(tenant)].count(KEY["name"]) == 1

    other_body = KEY | {"name": "something else"}
    answer = await platform.http.post(f"{ACCOUNT}/keys", json=other_body, headers=headers)
    assert is_problem(answer, 422), shown(answer)


async def test_a_request_id_is_taken_over_or_made(platform: Platform) -> None:
    for tier in TIERS:
        headers = platform.operator(tier)
        path = TENANT_PATH[tier]
        taken = await platform.http.get(path, headers=headers | {"X-Request-ID": "from-the-client"})
        assert taken.headers["X-Request-ID"] == "from-the-client"
        made = await platform.http.get(path, headers=headers | {"X-Request-ID": "x" * 500})
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", made.headers["X-Request-ID"])


async def test_two_replicas_share_the_work(platform: Platform) -> None:
    async def served() -> list[float]:
        return [await _requests_of(platform, p.port) for p in platform.stack.replicas("local")]

    before = await served()
    tenant = await platform.new_tenant("local")
    for _ in range(20):
        assert (await platform.own_page("local", tenant)).status_code == 200
    after = await served()
    assert len(after) == 2
    assert all(now > then for then, now in zip(before, after, strict=True))


async def _requests_of(platform: Platform, port: int | None) -> float:
    text = (await platform.http.get(f"http://127.0.0.1:{port}/metrics")).text
    wanted = 'route="/api/v2/local/businesses/{business_id}"'
    lines = [line for line in text.splitlines() if "_seconds_count{" in line and wanted in line]
    return sum(float(line.rpartition(" ")[2]) for line in lines)
