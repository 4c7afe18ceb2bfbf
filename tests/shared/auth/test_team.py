import asyncio
from typing import Any

import pytest

from shared.ids import new_id
from tests.api import ACCOUNT, Api, Tenant
from tests.shared.waiting import until

MEMBERS = f"{ACCOUNT}/members"
LIMIT = 50


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    return await enterprise_api.new_tenant()


async def added(api: Api, tenant: Tenant, email: str, role: str = "viewer") -> Any:
    body = {"email": email, "name": "Somebody", "role": role}
    answer = await api.http.post(MEMBERS, json=body, headers=tenant.headers)
    while answer.status_code == 503:
        # What Retry-After asks a client to do; the transactions of one team take turns.
        await asyncio.sleep(0.05)
        answer = await api.http.post(MEMBERS, json=body, headers=tenant.headers)
    return answer


async def member_key(api: Api, tenant: Tenant, member_id: str, *scopes: str) -> str:
    body = {"name": "theirs", "scopes": scopes, "member_id": member_id}
    answer = await api.http.post(f"{ACCOUNT}/keys", json=body, headers=tenant.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["secret"]


async def emails(api: Api, tenant: Tenant) -> list[str]:
    answer = await api.http.get(MEMBERS, headers=tenant.headers)
    return [item["email"] for item in answer.json()["items"]]


async def status_with(api: Api, secret: str) -> int:
    return (await api.http.get(ACCOUNT, headers={"X-API-Key": secret})).status_code


async def test_of_a_hundred_people_added_at_once_fifty_get_in(
    enterprise_api: Api, acme: Tenant
) -> None:
    answers = await asyncio.gather(
        *(added(enterprise_api, acme, f"m{number}@acme.example") for number in range(100))
    )
    codes = [answer.status_code for answer in answers]
    assert (codes.count(201), codes.count(409)) == (LIMIT, 100 - LIMIT)
    assert len(await emails(enterprise_api, acme)) == LIMIT
    late = await added(enterprise_api, acme, "late@acme.example")
    assert (late.status_code, "50 members" in late.json()["detail"]) == (409, True)
    other = await enterprise_api.new_tenant()
    assert (await added(enterprise_api, other, "m@other.example")).status_code == 201


async def test_whoever_leaves_makes_room(enterprise_api: Api, acme: Tenant) -> None:
    made = await added(enterprise_api, acme, "a@acme.example")
    url = f"{MEMBERS}/{made.json()['id']}"
    assert (await enterprise_api.http.delete(url, headers=acme.headers)).status_code == 204
    assert (await enterprise_api.http.delete(url, headers=acme.headers)).status_code == 404
    assert await emails(enterprise_api, acme) == []


@pytest.mark.parametrize("first", ["anil@acme.example", "\u0130lker@acme.example"])
async def test_an_address_joins_once_however_it_is_written(
    enterprise_api: Api, acme: Tenant, first: str
) -> None:
    assert (await added(enterprise_api, acme, first)).status_code == 201
    for spelling in (first, f"  {first}  ", first.replace("acme", "ACME")):
        answer = await added(enterprise_api, acme, spelling)
        assert (answer.status_code, "already a member" in answer.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    "email", ["", "nobody", "@", "a b@c", "a@b@c", "a\x00@b", "a@" + "b" * 260]
)
async def test_what_is_no_address_is_refused(enterprise_api: Api, acme: Tenant, email: str) -> None:
    answer = await added(enterprise_api, acme, email)
    assert answer.status_code == 422
    assert await emails(enterprise_api, acme) == []


async def test_a_member_holds_no_key_beyond_the_role(enterprise_api: Api, acme: Tenant) -> None:
    viewer = (await added(enterprise_api, acme, "v@acme.example")).json()["id"]
    body = {"name": "too much", "scopes": ["read", "write"], "member_id": viewer}
    answer = await enterprise_api.http.post(f"{ACCOUNT}/keys", json=body, headers=acme.headers)
    assert answer.status_code == 422
    unknown = body | {"member_id": str(new_id())}
    answer = await enterprise_api.http.post(f"{ACCOUNT}/keys", json=unknown, headers=acme.headers)
    assert answer.status_code == 404


async def test_a_smaller_role_shrinks_the_members_keys_within_a_second(
    enterprise_api: Api, acme: Tenant
) -> None:
    member = (await added(enterprise_api, acme, "o@acme.example", "owner")).json()["id"]
    secret = await member_key(enterprise_api, acme, member, "read", "write", "admin")
    answer = await enterprise_api.http.patch(
        f"{MEMBERS}/{member}", json={"role": "viewer"}, headers=acme.headers
    )
    assert answer.json()["role"] == "viewer"

    async def scopes_left() -> list[str]:
        account = await enterprise_api.http.get(ACCOUNT, headers={"X-API-Key": secret})
        return account.json()["scopes"]

    async def has_shrunk() -> bool:
        return await scopes_left() == ["read"]

    assert await until(has_shrunk, seconds=1)
    forbidden = await enterprise_api.http.get(MEMBERS, headers={"X-API-Key": secret})
    assert forbidden.status_code == 403


async def test_a_larger_role_gives_old_keys_nothing(enterprise_api: Api, acme: Tenant) -> None:
    member = (await added(enterprise_api, acme, "v@acme.example")).json()["id"]
    secret = await member_key(enterprise_api, acme, member, "read")
    await enterprise_api.http.patch(
        f"{MEMBERS}/{member}", json={"role": "owner"}, headers=acme.headers
    )
    forbidden = await enterprise_api.http.get(MEMBERS, headers={"X-API-Key": secret})
    assert forbidden.status_code == 403


async def test_a_removed_members_keys_stop_within_a_second(
    enterprise_api: Api, acme: Tenant
) -> None:
    member = (await added(enterprise_api, acme, "x@acme.example")).json()["id"]
    secret = await member_key(enterprise_api, acme, member, "read")
    assert await status_with(enterprise_api, secret) == 200
    url = f"{MEMBERS}/{member}"
    assert (await enterprise_api.http.delete(url, headers=acme.headers)).status_code == 204

    async def is_refused() -> bool:
        return await status_with(enterprise_api, secret) == 401

    assert await until(is_refused, seconds=1)


async def test_nobody_locks_the_tenant_out_by_demoting_or_removing_its_last_admin(
    enterprise_api: Api, acme: Tenant
) -> None:
    member = (await added(enterprise_api, acme, "o@acme.example", "owner")).json()["id"]
    secret = await member_key(enterprise_api, acme, member, "read", "write", "admin")
    theirs = {"X-API-Key": secret}
    keys = (await enterprise_api.http.get(f"{ACCOUNT}/keys", headers=theirs)).json()["items"]
    first = next(key["id"] for key in keys if key["member_id"] is None)
    gone = await enterprise_api.http.delete(f"{ACCOUNT}/keys/{first}", headers=theirs)
    assert gone.status_code == 204
    url = f"{MEMBERS}/{member}"
    demoted = await enterprise_api.http.patch(url, json={"role": "manager"}, headers=theirs)
    removed = await enterprise_api.http.delete(url, headers=theirs)
    assert (demoted.status_code, removed.status_code) == (409, 409)
    assert (await enterprise_api.http.get(MEMBERS, headers=theirs)).json()["items"][0]["role"] == (
        "owner"
    )


async def test_a_role_and_a_key_given_at_once_never_leave_too_much(
    enterprise_api: Api, acme: Tenant
) -> None:
    for number in range(5):
        email = f"o{number}@acme.example"
        member = (await added(enterprise_api, acme, email, "owner")).json()["id"]
        body = {"name": "theirs", "scopes": ["admin"], "member_id": member}
        await asyncio.gather(
            enterprise_api.http.post(f"{ACCOUNT}/keys", json=body, headers=acme.headers),
            enterprise_api.http.patch(
                f"{MEMBERS}/{member}", json={"role": "viewer"}, headers=acme.headers
            ),
        )
        answer = await enterprise_api.http.get(f"{ACCOUNT}/keys", headers=acme.headers)
        held = [key for key in answer.json()["items"] if key["member_id"] == member]
        assert all("admin" not in key["scopes"] for key in held)


async def test_another_tenants_member_does_not_exist(enterprise_api: Api, acme: Tenant) -> None:
    other = await enterprise_api.new_tenant()
    foreign = (await added(enterprise_api, other, "x@other.example")).json()["id"]
    url = f"{MEMBERS}/{foreign}"
    change = await enterprise_api.http.patch(url, json={"role": "owner"}, headers=acme.headers)
    removal = await enterprise_api.http.delete(url, headers=acme.headers)
    assert (change.status_code, removal.status_code) == (404, 404)
    assert await emails(enterprise_api, other) == ["x@other.example"]
