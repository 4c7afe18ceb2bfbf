from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import FixedClock
from shared.db.session import Database, unit_of_work
from shared.errors import InvalidError
from shared.ids import new_id
from shared.limits.idempotency import (
    IdempotentWrites,
    KeyReusedError,
    StoredAnswer,
    WriteInProgressError,
    checked_key,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWER = StoredAnswer(201, "application/json", b'{"id": 1}')
PRINTABLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)


async def write(
    database: Database, tenant: UUID, request: bytes, after: timedelta = timedelta(0)
) -> StoredAnswer | None:
    """Send one request; return the stored answer it got, or None if it was carried out."""
    async with unit_of_work(database, tenant) as session:
        writes = IdempotentWrites(session, tenant, FixedClock(NOON + after))
        stored = await writes.begin("key", request)
        if stored is None:
            await writes.finish("key", request, ANSWER)
        return stored


async def test_the_first_answer_is_given_again(enterprise_database: Database) -> None:
    tenant = new_id()
    assert await write(enterprise_database, tenant, b"a") is None
    assert await write(enterprise_database, tenant, b"a") == ANSWER


async def test_a_key_stands_for_one_request_only(enterprise_database: Database) -> None:
    tenant = new_id()
    await write(enterprise_database, tenant, b"a")
    with pytest.raises(KeyReusedError):
        await write(enterprise_database, tenant, b"b")


async def test_two_tenants_may_use_the_same_key(enterprise_database: Database) -> None:
    assert await write(enterprise_database, new_id(), b"a") is None
    assert await write(enterprise_database, new_id(), b"b") is None


@pytest.mark.parametrize(("after", "is_kept"), [(timedelta(hours=23), True), (timedelta(1), False)])
async def test_an_answer_is_kept_for_a_day(
    enterprise_database: Database, after: timedelta, is_kept: bool
) -> None:
    tenant = new_id()
    await write(enterprise_database, tenant, b"a")
    again = await write(enterprise_database, tenant, b"a", after)
    assert (again == ANSWER) == is_kept
    assert await write(enterprise_database, tenant, b"a", after + timedelta(hours=0.5)) == ANSWER


async def test_whoever_comes_while_it_runs_is_told_so(enterprise_database: Database) -> None:
    tenant = new_id()
    async with unit_of_work(enterprise_database, tenant) as session:
        first = IdempotentWrites(session, tenant, FixedClock(NOON))
        assert await first.begin("key", b"a") is None
        with pytest.raises(WriteInProgressError):
            await write(enterprise_database, tenant, b"a")
    assert await write(enterprise_database, tenant, b"a") is None


@given(st.text(PRINTABLE, min_size=1, max_size=255))
def test_printable_keys_are_taken_as_they_are(key: str) -> None:
    assert checked_key(key) == key


@pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "\u00e9", "x" * 256, "a, b", "\x00"])
def test_other_keys_are_refused_by_name(key: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked_key(key)
    assert refused.value.problems[0].field == "Idempotency-Key"
