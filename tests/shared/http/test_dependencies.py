import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import httpx
import pytest

from enterprise.main import build_app
from shared.auth.keys import new_key
from shared.auth.scopes import Scope
from shared.auth.service import KeyService
from shared.clock import Clock, FixedClock
from shared.db.session import unit_of_work
from shared.http.runtime import build_runtime
from shared.ids import new_id
from shared.settings import PlatformSettings
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, ENTERPRISE, Api, Tenant, settings_of
from tests.databases import TierDatabase

# A string with integer parameters, as RFC 9651 writes an item.
ITEM = re.compile(r'"(?P<name>[a-z]+)"(?P<parameters>(;[a-z]+=\d+)+)')
SCOPE_SETS = [set(chosen) for size in range(5) for chosen in combinations(Scope, size)]


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    return await enterprise_api.new_tenant()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, set[str]]]:
    """Yield method, path and the scopes that the API document says are needed."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            needed = {
                scope
                for way in operation["security"]
                for scopes in way.values()
                for scope in scopes
            }
            yield method.upper(), re.sub(r"\{[^}]+\}", str(new_id()), path), needed


async def every_operation(api: Api) -> list[tuple[str, str, set[str]]]:
    answer = await api.http.get(f"{ENTERPRISE}/openapi.json")
    return list(operations(answer.json()))


async def key_with(api: Api, tenant: Tenant, scopes: set[Scope]) -> dict[str, str]:
    runtime = api.runtime
    async with unit_of_work(runtime.database, tenant.id) as session:
        service = KeyService(session, tenant.id, mint=runtime.mint, clock=runtime.clock)
        return {"X-API-Key": service.issue_first("matrix", scopes).secret}


@pytest.mark.parametrize(
    "scopes", SCOPE_SETS, ids=lambda scopes: "+".join(sorted(scopes)) or "none"
)
async def test_every_operation_is_open_to_exactly_the_scopes_it_declares(
    enterprise_api: Api, acme: Tenant, scopes: set[Scope]
) -> None:
    headers = await key_with(enterprise_api, acme, scopes)
    wrong: list[str] = []
    for method, path, needed in await every_operation(enterprise_api):
        answer = await enterprise_api.http.request(method, path, headers=headers)
        is_open = answer.status_code not in {401, 403}
        if is_open != (needed <= scopes):
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []


async def test_every_operation_needs_a_key_and_writing_needs_more_than_reading(
    enterprise_api: Api,
) -> None:
    found = await every_operation(enterprise_api)
    assert len(found) >= 13
    for method, path, needed in found:
        answer = await enterprise_api.http.request(method, path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert method == "GET" or needed or path.endswith("intelligence")


async def status_of(api: Api, headers: list[tuple[str, str]]) -> int:
    return (await api.http.get(ACCOUNT, headers=headers)).status_code


async def test_one_key_in_either_header_is_taken(enterprise_api: Api, acme: Tenant) -> None:
    for headers in (
        [("X-API-Key", acme.key)],
        [("x-api-key", acme.key)],
        [("Authorization", f"Bearer {acme.key}")],
        [("authorization", f"bearer  {acme.key} ")],
        [("X-API-Key", acme.key), ("Authorization", "Basic dTpw")],
    ):
        assert await status_of(enterprise_api, headers) == 200, headers


async def test_no_key_two_keys_or_a_lookalike_header_are_refused(
    enterprise_api: Api, acme: Tenant
) -> None:
    other = await enterprise_api.new_tenant()
    for headers in (
        [],
        [("X-API-Key", "")],
        [("X-API-Key", acme.key), ("X-API-Key", acme.key)],
        [("X-API-Key", acme.key), ("X-API-Key", other.key)],
        [("X-API-Key", acme.key), ("Authorization", f"Bearer {other.key}")],
        [("X-API-Key", acme.key), ("Authorization", f"Bearer {acme.key}")],
        [("X-API-Key", f"{acme.key}, {other.key}")],
        [("X_API_Key", acme.key)],
        [("X-Api_Key", acme.key)],
        [("Authorization", acme.key)],
        [("Authorization", "Bearer")],
        [("Authorization", f"Basic {acme.key}")],
        [("Cookie", f"X-API-Key={acme.key}")],
    ):
        assert await status_of(enterprise_api, headers) == 401, headers
    in_address = await enterprise_api.http.get(ACCOUNT, params={"X-API-Key": acme.key})
    assert in_address.status_code == 401


async def test_the_other_tiers_key_is_forbidden(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get(
        ACCOUNT, headers={"X-API-Key": new_key(BusinessTier.LOCAL)}
    )
    assert (answer.status_code, "local tier" in answer.json()["detail"]) == (403, True)


@asynccontextmanager
async def limited_api(
    database: TierDatabase, requests_per_hour: int, clock: Clock | None = None
) -> AsyncGenerator[httpx.AsyncClient]:
    """Run a replica of a tier that allows less."""
    settings = settings_of(database)
    runtime = build_runtime(BusinessTier.ENTERPRISE, settings, PlatformSettings(), clock)
    configuration = replace(runtime.configuration, requests_per_hour=requests_per_hour)
    app = build_app(replace(runtime, configuration=configuration))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://tier") as http,
    ):
        yield http


def parameters(field: str) -> dict[str, int]:
    found = ITEM.fullmatch(field)
    assert found is not None, field
    assert found["name"] == "hour"
    pairs = (pair.split("=") for pair in found["parameters"].split(";")[1:])
    return {name: int(value) for name, value in pairs}


async def test_two_replicas_share_one_exact_hour(
    enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    async with (
        limited_api(enterprise_tier_database, 40) as first,
        limited_api(enterprise_tier_database, 40) as second,
    ):
        # No more at once than the pools have connections: beyond, 503 is a right answer too.
        seats = asyncio.Semaphore(12)

        async def status_from(http: httpx.AsyncClient) -> int:
            async with seats:
                return (await http.get(ACCOUNT, headers=acme.headers)).status_code

        codes = await asyncio.gather(*(status_from(http) for http in (first, second) * 100))
    assert set(codes) == {200, 429}
    assert codes.count(200) == 40


async def test_every_answer_tells_what_is_left_and_a_refusal_when_to_come_back(
    enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    clock = FixedClock(datetime(2032, 1, 1, 12, 45, 30, tzinfo=UTC))
    async with limited_api(enterprise_tier_database, 2, clock) as http:
        answers = [await http.get(ACCOUNT, headers=acme.headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    for answer, left in zip(answers, (1, 0, 0), strict=True):
        assert parameters(answer.headers["ratelimit-policy"]) == {"q": 2, "w": 3600}
        assert parameters(answer.headers["ratelimit"]) == {"r": left, "t": 870}
    assert answers[2].headers["retry-after"] == "870"
    assert answers[2].headers["content-type"] == "application/problem+json"


async def test_a_request_costs_one_of_the_hour_whatever_it_needs(
    enterprise_api: Api, acme: Tenant
) -> None:
    paths = [ACCOUNT, f"{ACCOUNT}/keys", f"{ENTERPRISE}/clients", f"{ENTERPRISE}/clients/{acme.id}"]
    for path in paths:
        assert (await enterprise_api.http.get(path, headers=acme.headers)).status_code == 200
    account = await enterprise_api.http.get(ACCOUNT, headers=acme.headers)
    assert account.json()["usage"]["requests_this_hour"] == len(paths) + 1


async def test_a_refused_scope_is_counted_and_a_refused_key_is_not(
    enterprise_api: Api, acme: Tenant
) -> None:
    weak = await key_with(enterprise_api, acme, {Scope.READ})
    refused = await enterprise_api.http.get(f"{ACCOUNT}/keys", headers=weak)
    assert (refused.status_code, "ratelimit" in refused.headers) == (403, True)
    unknown = {"X-API-Key": new_key(BusinessTier.ENTERPRISE)}
    assert "ratelimit" not in (await enterprise_api.http.get(ACCOUNT, headers=unknown)).headers


async def test_an_operators_account_is_the_platforms(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get(ACCOUNT, headers=enterprise_api.operator_headers)
    assert answer.json()["scopes"] == ["admin", "operator", "read", "write"]
    assert answer.json()["usage"]["requests_per_hour"] == 36_000
