import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import psycopg
import pytest
from pydantic import PostgresDsn

from shared.auth.authenticator import HEARTBEAT_SECONDS, TRUST_SECONDS, Authenticator
from shared.auth.keys import new_key
from shared.auth.service import KeyMint
from shared.clock import FixedClock
from shared.errors import ForbiddenError, UnauthenticatedError
from shared.http.app import ended
from shared.ids import new_id
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, Api, Tenant, running_api
from tests.databases import PEPPER, TierDatabase
from tests.shared.waiting import until

if TYPE_CHECKING:
    from shared.db.session import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINT = KeyMint(BusinessTier.ENTERPRISE, PEPPER)


@dataclass
class CountingReader:
    """Answers every key with one row, or with none, and counts the questions."""

    rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    questions: int = 0
    meanwhile: Callable[[], None] = lambda: None

    async def fetch_by_key(self, key_hash: bytes, query: str) -> list[dict[str, Any]]:
        self.questions += 1
        self.meanwhile()
        return self.rows


@dataclass
class FakeDatabase:
    reader: CountingReader
    url: PostgresDsn | None = None


def row(**changes: Any) -> dict[str, Any]:
    return {
        "tenant_id": new_id(),
        "id": new_id(),
        "scopes": ["read"],
        "member_id": None,
        "expires_at": None,
    } | changes


def authenticator(reader: CountingReader, seconds: Callable[[], float]) -> Authenticator:
    database = cast("Database", FakeDatabase(reader))
    return Authenticator(database, MINT, FixedClock(NOON), monotonic_seconds=seconds)


BAD_KEYS = {
    "empty": "",
    "word": "secret",
    "prefix alone": "vlo_ent_",
    "checksum": "vlo_ent_" + "a" * 38,
    "not ascii": "vlo_ent_" + "\u00e9" * 38,
    "long": "v" * 100_000,
}


@pytest.mark.parametrize("key", BAD_KEYS.values(), ids=BAD_KEYS)
async def test_a_malformed_key_costs_no_question(key: str) -> None:
    reader = CountingReader()
    with pytest.raises(UnauthenticatedError, match="malformed"):
        await authenticator(reader, lambda: 0.0).authenticate(key)
    assert reader.questions == 0


async def test_the_other_tiers_key_is_forbidden_without_a_question() -> None:
    reader = CountingReader()
    with pytest.raises(ForbiddenError, match="local tier"):
        await authenticator(reader, lambda: 0.0).authenticate(new_key(BusinessTier.LOCAL))
    assert reader.questions == 0


async def test_an_unknown_key_is_refused_and_asked_for_each_time() -> None:
    reader = CountingReader()
    subject, key = authenticator(reader, lambda: 0.0), new_key(BusinessTier.ENTERPRISE)
    for _ in range(2):
        with pytest.raises(UnauthenticatedError, match="unknown or revoked"):
            await subject.authenticate(key)
    assert reader.questions == 2


@pytest.mark.parametrize(("seconds_left", "is_good"), [(1, True), (0, False), (-1, False)])
async def test_a_key_ends_at_its_expiry(seconds_left: int, is_good: bool) -> None:
    reader = CountingReader([row(expires_at=NOON + timedelta(seconds=seconds_left))])
    subject, key = authenticator(reader, lambda: 0.0), new_key(BusinessTier.ENTERPRISE)
    if is_good:
        assert (await subject.authenticate(key)).key_id == reader.rows[0]["id"]
    else:
        with pytest.raises(UnauthenticatedError, match="expired"):
            await subject.authenticate(key)


async def test_without_a_listener_every_key_is_asked_for() -> None:
    reader = CountingReader([row()])
    subject, key = authenticator(reader, lambda: 5.0), new_key(BusinessTier.ENTERPRISE)
    for _ in range(3):
        await subject.authenticate(key)
    assert reader.questions == 3


@pytest.fixture
async def acme(enterprise_api: Api) -> Tenant:
    return await enterprise_api.new_tenant()


def look_ups(database: TierDatabase) -> int:
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("SELECT pg_stat_clear_snapshot()")
        found = connection.execute(
            # Of a table this small a plan may read all, rather than the index.
            "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables"
            " WHERE relname = 'api_keys'"
        ).fetchone()
    assert found is not None
    return int(found[0])


async def test_a_known_key_is_answered_from_memory_while_the_listener_lives(
    enterprise_api: Api, acme: Tenant
) -> None:
    subject = enterprise_api.runtime.authenticator

    async def is_remembered() -> bool:
        return await subject.authenticate(acme.key) is await subject.authenticate(acme.key)

    assert await until(is_remembered, seconds=5)


async def test_trust_ends_when_the_listener_falls_silent(enterprise_api: Api, acme: Tenant) -> None:
    runtime, seconds = enterprise_api.runtime, [10.0]
    subject = Authenticator(
        runtime.database, runtime.mint, runtime.clock, monotonic_seconds=lambda: seconds[0]
    )

    async def is_remembered() -> bool:
        return await subject.authenticate(acme.key) is await subject.authenticate(acme.key)

    listener = asyncio.create_task(subject.listen())
    assert await until(is_remembered, seconds=5)
    await ended([listener])
    assert await is_remembered()
    seconds[0] += TRUST_SECONDS
    assert not await is_remembered()


async def test_a_change_that_arrives_during_a_look_up_is_not_covered_by_it(
    enterprise_api: Api, acme: Tenant
) -> None:
    runtime, reader = enterprise_api.runtime, CountingReader([row()])
    database = cast("Database", FakeDatabase(reader, runtime.database.url))
    subject = Authenticator(database, MINT, runtime.clock, monotonic_seconds=lambda: 10.0)
    key = new_key(BusinessTier.ENTERPRISE)

    async def is_remembered() -> bool:
        return await subject.authenticate(key) is await subject.authenticate(key)

    listener = asyncio.create_task(subject.listen())
    assert await until(is_remembered, seconds=5)
    reader.meanwhile = lambda: subject.forget(reader.rows[0]["id"])
    subject.forget(reader.rows[0]["id"])
    assert not await is_remembered()
    reader.meanwhile = lambda: None
    assert await is_remembered()
    await ended([listener])


async def is_refused(api: Api, headers: dict[str, str]) -> bool:
    return (await api.http.get(ACCOUNT, headers=headers)).status_code == 401


async def test_a_key_revoked_through_one_replica_is_refused_by_another_within_a_second(
    enterprise_api: Api, enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    async with running_api(BusinessTier.ENTERPRISE, enterprise_tier_database) as second:
        wanted = {"name": "spare", "scopes": ["read"]}
        made = await enterprise_api.http.post(f"{ACCOUNT}/keys", json=wanted, headers=acme.headers)
        spare = {"X-API-Key": made.json()["secret"]}
        for _ in range(3):
            assert (await second.http.get(ACCOUNT, headers=spare)).status_code == 200
        gone = await enterprise_api.http.delete(
            f"{ACCOUNT}/keys/{made.json()['id']}", headers=acme.headers
        )
        assert gone.status_code == 204
        assert await until(lambda: is_refused(second, spare), seconds=1)
        assert await until(lambda: is_refused(enterprise_api, spare), seconds=1)


def listeners_of(database: TierDatabase, *, terminate: bool) -> int:
    """Count, or end, the connections that listen for changed keys."""
    function = "pg_terminate_backend(pid)" if terminate else "pid"
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        found = connection.execute(
            f"SELECT {function} FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND usename LIKE '%_app'"
            " AND query IN ('SELECT 1', 'LISTEN api_key_changed')"
        )
        return len(found.fetchall())


async def test_keys_are_checked_rightly_while_the_listener_is_gone(
    enterprise_tier_database: TierDatabase, acme: Tenant
) -> None:
    async with running_api(BusinessTier.ENTERPRISE, enterprise_tier_database) as api:
        wanted = {"name": "spare", "scopes": ["read"]}
        made = await api.http.post(f"{ACCOUNT}/keys", json=wanted, headers=acme.headers)
        spare = {"X-API-Key": made.json()["secret"]}
        assert (await api.http.get(ACCOUNT, headers=spare)).status_code == 200
        assert listeners_of(enterprise_tier_database, terminate=True) >= 1
        revoke_behind_its_back(enterprise_tier_database, UUID(made.json()["id"]))
        assert await until(lambda: is_refused(api, spare), seconds=1)
        assert not await is_refused(api, acme.headers)
        subject = api.runtime.authenticator

        async def is_remembered_again() -> bool:
            return await subject.authenticate(acme.key) is await subject.authenticate(acme.key)

        assert await until(is_remembered_again, seconds=HEARTBEAT_SECONDS * 25)


def revoke_behind_its_back(database: TierDatabase, key_id: UUID) -> None:
    """Revoke without a word to anybody, as a lost notice would have it."""
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE api_keys SET revoked_at = now() WHERE id = %s", [key_id])


async def look_ups_for(database: TierDatabase, keys: list[str]) -> int:
    """Ask a fresh replica with these keys; its statistics are complete once it is closed."""
    before = look_ups(database)
    async with running_api(BusinessTier.ENTERPRISE, database) as api:
        for key in keys:
            answer = await api.http.get(ACCOUNT, headers={"X-API-Key": key})
            assert answer.status_code == 401
    return look_ups(database) - before


async def test_a_bad_checksum_never_reaches_the_table_of_keys(
    enterprise_tier_database: TierDatabase,
) -> None:
    wrong = [f"vlo_ent_{number:038d}" for number in range(50)]
    unknown = [new_key(BusinessTier.ENTERPRISE) for _ in range(50)]
    assert await look_ups_for(enterprise_tier_database, unknown) >= 50
    assert await look_ups_for(enterprise_tier_database, wrong) < 50
