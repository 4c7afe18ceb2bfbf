import asyncio
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.clock import FixedClock, SystemClock
from shared.http.idempotency import without_secrets
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, ENTERPRISE, Api, Tenant, running_api
from tests.databases import TierDatabase

KEYS = f"{ACCOUNT}/keys"
MEMBERS = f"{ACCOUNT}/members"
PERSON = {"email": "a@acme.example", "name": "A", "role": "viewer"}


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    return await enterprise_api.new_tenant()


async def post(api: Api, tenant: Tenant, path: str, body: object, key: str) -> Any:
    headers = tenant.headers | {"Idempotency-Key": key}
    return await api.http.post(path, json=body, headers=headers)


async def count_of(api: Api, tenant: Tenant, path: str) -> int:
    return len((await api.http.get(path, headers=tenant.headers)).json()["items"])


async def test_a_hundred_equal_writes_at_once_leave_one_row(
    enterprise_api: Api, enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    async with running_api(BusinessTier.ENTERPRISE, enterprise_tier_database) as second:
        answers = await asyncio.gather(
            *(post(api, acme, MEMBERS, PERSON, "once") for api in (enterprise_api, second) * 50)
        )
    done = [answer for answer in answers if answer.status_code == 201]
    first = [answer for answer in done if "idempotency-replayed" not in answer.headers]
    assert len(first) == 1
    assert {answer.text for answer in done} == {first[0].text}
    # A pool of ten connections may be too busy for a hundred at once: that is a 503 to repeat.
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    assert await count_of(enterprise_api, acme, MEMBERS) == 1
    again = await post(enterprise_api, acme, MEMBERS, PERSON, "once")
    assert (again.status_code, again.text) == (201, first[0].text)
    assert again.headers["idempotency-replayed"] == "true"


async def test_the_same_key_for_another_body_or_path_is_refused(
    enterprise_api: Api, acme: Tenant
) -> None:
    await post(enterprise_api, acme, MEMBERS, PERSON, "k")
    other = await post(enterprise_api, acme, MEMBERS, PERSON | {"name": "B"}, "k")
    elsewhere = await post(enterprise_api, acme, KEYS, {"name": "n", "scopes": ["read"]}, "k")
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert "another request" in other.json()["detail"]


async def test_an_answer_is_remembered_over_a_restart_and_for_a_day(
    enterprise_api: Api, enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    first = await post(enterprise_api, acme, MEMBERS, PERSON, "k")
    now, database = SystemClock().now(), enterprise_tier_database
    for hours, expected in ((23, 201), (25, 409)):
        clock = FixedClock(now + timedelta(hours=hours))
        async with running_api(BusinessTier.ENTERPRISE, database, clock=clock) as later:
            answer = await post(later, acme, MEMBERS, PERSON, "k")
            assert answer.status_code == expected
            assert (answer.text == first.text) == (expected == 201)


async def test_a_write_that_failed_is_carried_out_when_it_can_be(
    enterprise_api: Api, acme: Tenant
) -> None:
    made = await post(enterprise_api, acme, MEMBERS, PERSON, "first")
    assert (await post(enterprise_api, acme, MEMBERS, PERSON, "k")).status_code == 409
    assert (await post(enterprise_api, acme, MEMBERS, {"email": 1}, "k")).status_code == 422
    url = f"{MEMBERS}/{made.json()['id']}"
    assert (await enterprise_api.http.delete(url, headers=acme.headers)).status_code == 204
    assert (await post(enterprise_api, acme, MEMBERS, PERSON, "k")).status_code == 201


async def test_an_answer_without_a_body_is_given_again(enterprise_api: Api, acme: Tenant) -> None:
    made = await post(enterprise_api, acme, MEMBERS, PERSON, "k")
    url, headers = f"{MEMBERS}/{made.json()['id']}", acme.headers | {"Idempotency-Key": "gone"}
    for _ in range(2):
        answer = await enterprise_api.http.delete(url, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")


async def test_another_tenant_never_gets_the_answer(enterprise_api: Api, acme: Tenant) -> None:
    other = await enterprise_api.new_tenant()
    first = await post(enterprise_api, acme, MEMBERS, PERSON, "k")
    second = await post(enterprise_api, other, MEMBERS, PERSON, "k")
    assert second.status_code == 201
    assert first.json()["id"] != second.json()["id"]


async def test_a_weaker_key_of_the_tenant_does_not_get_the_answer(
    enterprise_api: Api, acme: Tenant
) -> None:
    reader = await post(enterprise_api, acme, KEYS, {"name": "r", "scopes": ["read"]}, "r")
    await post(enterprise_api, acme, MEMBERS, PERSON, "k")
    weak = Tenant(acme.id, reader.json()["secret"])
    assert (await post(enterprise_api, weak, MEMBERS, PERSON, "k")).status_code == 403


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "caf\u00e9"])
async def test_a_key_that_cannot_be_kept_is_refused(
    enterprise_api: Api, acme: Tenant, key: str
) -> None:
    headers = {b"X-API-Key": acme.key.encode(), b"Idempotency-Key": key.encode("latin-1")}
    answer = await enterprise_api.http.post(MEMBERS, json=PERSON, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert await count_of(enterprise_api, acme, MEMBERS) == 0


async def test_two_idempotency_keys_are_refused(enterprise_api: Api, acme: Tenant) -> None:
    headers = [*acme.headers.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = await enterprise_api.http.post(MEMBERS, json=PERSON, headers=headers)
    assert answer.status_code == 422


async def test_a_read_takes_no_notice_of_the_header(enterprise_api: Api, acme: Tenant) -> None:
    headers = acme.headers | {"Idempotency-Key": "not a key"}
    assert (await enterprise_api.http.get(MEMBERS, headers=headers)).status_code == 200


def everything_in(database: TierDatabase) -> str:
    """Return every row of every table as text."""
    with psycopg.connect(database.superuser_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return "\n".join(
            str(connection.execute(
                sql.SQL("SELECT {t}::text FROM {t}").format(t=sql.Identifier(name))
            ).fetchall())
            for (name,) in tables
        )  # fmt: skip


async def test_no_secret_is_ever_stored(
    enterprise_api: Api, enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    made = await post(enterprise_api, acme, KEYS, {"name": "planted-name", "scopes": ["read"]}, "k")
    headers = enterprise_api.operator_headers | {"Idempotency-Key": str(acme.id)}
    client = await enterprise_api.http.post(
        f"{ENTERPRISE}/clients", json={"name": "kept"}, headers=headers
    )
    dump = everything_in(enterprise_tier_database)
    assert "planted-name" in dump
    for secret in (made.json()["secret"], client.json()["key"]["secret"], acme.key):
        for spelling in (secret[12:], secret[12:].encode().hex()):
            assert spelling not in dump
    again = await post(
        enterprise_api, acme, KEYS, {"name": "planted-name", "scopes": ["read"]}, "k"
    )
    assert again.json() == made.json() | {"secret": None}


def test_only_secrets_are_taken_out() -> None:
    body = b'{"items":[{"secret":"s","name":"secret"}],"key":{"secret":"t"}}'
    assert without_secrets(body) == (
        b'{"items":[{"secret":null,"name":"secret"}],"key":{"secret":null}}'
    )
    assert without_secrets(b'{"a":  1}') == b'{"a":  1}'
