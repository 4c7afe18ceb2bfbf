import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.clock import FixedClock, SystemClock
from shared.ids import new_id
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, Api, Tenant, running_api
from tests.databases import TierDatabase
from tests.shared.waiting import until

KEYS = f"{ACCOUNT}/keys"


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    return await enterprise_api.new_tenant()


async def new_key_of(api: Api, tenant: Tenant, **changes: Any) -> dict[str, Any]:
    body = {"name": "spare", "scopes": ["read"]} | changes
    answer = await api.http.post(KEYS, json=body, headers=tenant.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def keys_of(api: Api, tenant: Tenant) -> dict[str, dict[str, Any]]:
    answer = await api.http.get(KEYS, headers=tenant.headers)
    return {item["id"]: item for item in answer.json()["items"]}


async def status_with(api: Api, secret: str) -> int:
    return (await api.http.get(ACCOUNT, headers={"X-API-Key": secret})).status_code


async def test_keys_are_listed_newest_first_and_never_with_their_secret(
    enterprise_api: Api, acme: Tenant
) -> None:
    made = await new_key_of(enterprise_api, acme, name="reports")
    answer = await enterprise_api.http.get(KEYS, headers=acme.headers)
    names = [item["name"] for item in answer.json()["items"]]
    assert names == ["reports", "first key"]
    assert "secret" not in answer.text
    assert made["secret"][12:] not in answer.text
    assert made["secret"].startswith(made["shown_part"])


async def test_a_key_cannot_be_given_more_than_its_issuer_has(
    enterprise_api: Api, acme: Tenant
) -> None:
    weak = await new_key_of(enterprise_api, acme, scopes=["admin"])
    for scopes in (["read"], ["admin", "write"], ["operator"]):
        answer = await enterprise_api.http.post(
            KEYS,
            json={"name": "more", "scopes": scopes},
            headers={"X-API-Key": weak["secret"]},
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "scopes"


async def test_a_stronger_key_cannot_be_had_by_rotating_it(
    enterprise_api: Api, acme: Tenant
) -> None:
    weak = await new_key_of(enterprise_api, acme, scopes=["admin"])
    first = next(key for key in await keys_of(enterprise_api, acme) if key != weak["id"])
    answer = await enterprise_api.http.post(
        f"{KEYS}/{first}/rotate", json={}, headers={"X-API-Key": weak["secret"]}
    )
    assert answer.status_code == 403
    assert "may do more than yours" in answer.json()["detail"]


async def test_both_keys_work_during_the_overlap_and_then_only_the_successor(
    enterprise_api: Api, enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    old = await new_key_of(enterprise_api, acme)
    answer = await enterprise_api.http.post(
        f"{KEYS}/{old['id']}/rotate", json={"overlap_seconds": 3600}, headers=acme.headers
    )
    fresh = answer.json()
    assert (answer.status_code, fresh["scopes"]) == (201, ["read"])
    assert (await keys_of(enterprise_api, acme))[old["id"]]["replaced_by"] == fresh["id"]
    for moment, expected in ((timedelta(minutes=59), 200), (timedelta(minutes=61), 401)):
        clock = FixedClock(SystemClock().now() + moment)
        later = running_api(BusinessTier.ENTERPRISE, enterprise_tier_database, clock=clock)
        async with later as api:
            assert await status_with(api, old["secret"]) == expected
            assert await status_with(api, fresh["secret"]) == 200


async def test_without_an_overlap_the_old_key_stops_within_a_second(
    enterprise_api: Api, acme: Tenant
) -> None:
    old = await new_key_of(enterprise_api, acme)
    assert await status_with(enterprise_api, old["secret"]) == 200
    url = f"{KEYS}/{old['id']}/rotate"
    answer = await enterprise_api.http.post(url, json={"overlap_seconds": 0}, headers=acme.headers)
    assert answer.status_code == 201

    async def is_refused() -> bool:
        return await status_with(enterprise_api, old["secret"]) == 401

    assert await until(is_refused, seconds=1)
    again = await enterprise_api.http.post(url, json={}, headers=acme.headers)
    assert (again.status_code, "no longer in use" in again.json()["detail"]) == (409, True)


async def test_a_rotation_never_lengthens_a_life(enterprise_api: Api, acme: Tenant) -> None:
    soon = SystemClock().now() + timedelta(minutes=5)
    old = await new_key_of(enterprise_api, acme, expires_at=soon.isoformat())
    await enterprise_api.http.post(f"{KEYS}/{old['id']}/rotate", json={}, headers=acme.headers)
    kept = (await keys_of(enterprise_api, acme))[old["id"]]
    assert datetime.fromisoformat(kept["expires_at"]) == soon


async def test_the_last_admin_key_cannot_be_revoked(enterprise_api: Api, acme: Tenant) -> None:
    (first,) = await keys_of(enterprise_api, acme)
    await new_key_of(enterprise_api, acme, scopes=["read", "write"])
    answer = await enterprise_api.http.delete(f"{KEYS}/{first}", headers=acme.headers)
    assert (answer.status_code, "last key" in answer.json()["detail"]) == (409, True)
    assert await status_with(enterprise_api, acme.key) == 200


async def test_a_key_on_its_way_out_does_not_count_as_the_last_admin_key(
    enterprise_api: Api, acme: Tenant
) -> None:
    (first,) = await keys_of(enterprise_api, acme)
    answer = await enterprise_api.http.post(f"{KEYS}/{first}/rotate", json={}, headers=acme.headers)
    fresh = answer.json()["id"]
    refused = await enterprise_api.http.delete(f"{KEYS}/{fresh}", headers=acme.headers)
    assert refused.status_code == 409
    gone = await enterprise_api.http.delete(f"{KEYS}/{first}", headers=acme.headers)
    assert gone.status_code == 204


async def test_an_expired_admin_key_can_be_revoked(
    enterprise_tier_database: TierDatabase,
) -> None:
    start = SystemClock().now()
    database = enterprise_tier_database
    async with running_api(BusinessTier.ENTERPRISE, database, clock=FixedClock(start)) as api:
        tenant = await api.new_tenant()
        soon = (start + timedelta(minutes=1)).isoformat()
        short = await new_key_of(api, tenant, scopes=["admin"], expires_at=soon)
    later = FixedClock(start + timedelta(minutes=2))
    async with running_api(BusinessTier.ENTERPRISE, database, clock=later) as api:
        answer = await api.http.delete(f"{KEYS}/{short['id']}", headers=tenant.headers)
        assert answer.status_code == 204


async def test_two_admins_cannot_revoke_each_other(enterprise_api: Api, acme: Tenant) -> None:
    for _ in range(5):
        admins = {key for key, item in (await keys_of(enterprise_api, acme)).items()
                  if "admin" in item["scopes"] and not item["revoked_at"]}  # fmt: skip
        second = await new_key_of(enterprise_api, acme, scopes=["admin", "read", "write"])
        answers = await asyncio.gather(
            *(enterprise_api.http.delete(f"{KEYS}/{admin}", headers={"X-API-Key": key})
              for key, admin in ((acme.key, second["id"]), (second["secret"], *admins)))
        )  # fmt: skip
        assert min(answer.status_code for answer in answers) == 204
        survivors = [
            key for key in (acme.key, second["secret"])
            if await status_with(enterprise_api, key) == 200
        ]  # fmt: skip
        assert len(survivors) == 1
        acme = Tenant(acme.id, survivors[0])


async def test_revoking_twice_changes_nothing(enterprise_api: Api, acme: Tenant) -> None:
    made = await new_key_of(enterprise_api, acme)
    for _ in range(2):
        answer = await enterprise_api.http.delete(f"{KEYS}/{made['id']}", headers=acme.headers)
        assert answer.status_code == 204


async def test_another_tenants_key_does_not_exist(enterprise_api: Api, acme: Tenant) -> None:
    other = await enterprise_api.new_tenant()
    (foreign,) = await keys_of(enterprise_api, other)
    for key_id in (foreign, str(new_id())):
        gone = await enterprise_api.http.delete(f"{KEYS}/{key_id}", headers=acme.headers)
        turned = await enterprise_api.http.post(
            f"{KEYS}/{key_id}/rotate", json={}, headers=acme.headers
        )
        assert (gone.status_code, turned.status_code) == (404, 404)
    assert await status_with(enterprise_api, other.key) == 200


@pytest.mark.parametrize(
    "moment",
    [
        "2020-01-01T00:00:00Z",
        "2030-01-01T00:00:00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+05:30",
        "tomorrow",
        253402300800000,
    ],
)
async def test_an_expiry_that_makes_no_sense_is_refused_by_name(
    enterprise_api: Api, acme: Tenant, moment: object
) -> None:
    body = {"name": "odd", "scopes": ["read"], "expires_at": moment}
    answer = await enterprise_api.http.post(KEYS, json=body, headers=acme.headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "expires_at"
    assert len(await keys_of(enterprise_api, acme)) == 1


async def test_an_expiry_is_kept_in_utc(enterprise_api: Api, acme: Tenant) -> None:
    made = await new_key_of(enterprise_api, acme, expires_at="9999-12-31T23:59:59+05:30")
    kept = (await keys_of(enterprise_api, acme))[made["id"]]
    assert datetime.fromisoformat(kept["expires_at"]) == datetime(
        9999, 12, 31, 18, 29, 59, tzinfo=UTC
    )
    assert await status_with(enterprise_api, made["secret"]) == 200
