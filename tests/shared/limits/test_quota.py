import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import OperationalError
from pydantic import PostgresDsn
from sqlalchemy import text

from shared.clock import Clock, FixedClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.limits.quota import Lease, QuotaAnswer, TenantQuota, lease_size, window_start

NOON = datetime(2031, 5, 4, 12, 30, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.sampled_from(["take", "burst", "idle", "stop"]), st.integers(0, 2)), max_size=12
)


class TurningClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


def counting() -> Callable[[], float]:
    """Return seconds that pass between any two looks, so that nobody waits to ask again."""
    looks = iter(range(10**9))
    return lambda: float(next(looks))


def replicas(database: Database, clock: Clock, count: int) -> list[TenantQuota]:
    return [TenantQuota(database, clock, monotonic_seconds=counting()) for _ in range(count)]


async def allowed(quotas: list[TenantQuota], tenant: UUID, limit: int, times: int) -> int:
    """Ask all replicas in turn, all at once; return how many requests may pass."""
    asked = [quotas[number % len(quotas)].take(tenant, limit) for number in range(times)]
    return sum(answer.is_allowed for answer in await asyncio.gather(*asked))


@pytest.mark.parametrize(("limit", "count"), [(1, 2), (7, 3), (100, 2), (400, 2), (1_000, 1)])
async def test_of_many_requests_at_once_exactly_the_limit_passes(
    enterprise_database: Database, limit: int, count: int
) -> None:
    quotas = [TenantQuota(enterprise_database, FixedClock(NOON)) for _ in range(count)]
    tenant = new_id()
    assert await allowed(quotas, tenant, limit, limit * 2 + 50) == limit
    assert await allowed(quotas, tenant, limit, 20) == 0
    assert {await quota.used(tenant) for quota in quotas} == {limit}


async def test_requests_one_after_another_get_exactly_the_limit_too(
    enterprise_database: Database,
) -> None:
    quotas, tenant = replicas(enterprise_database, FixedClock(NOON), 2), new_id()
    answers = [await quotas[number % 2].take(tenant, 60) for number in range(70)]
    assert sum(answer.is_allowed for answer in answers) == 60


async def test_what_remains_falls_to_nothing_and_is_never_overstated(
    enterprise_database: Database,
) -> None:
    (quota,), tenant = replicas(enterprise_database, FixedClock(NOON), 1), new_id()
    answers = [await quota.take(tenant, 12) for _ in range(14)]
    assert [answer.remaining for answer in answers] == [*range(11, -1, -1), 0, 0]


async def test_the_next_hour_is_fresh(enterprise_database: Database) -> None:
    clock, tenant = TurningClock(), new_id()
    quotas = replicas(enterprise_database, clock, 2)
    for _ in range(3):
        assert await allowed(quotas, tenant, 20, 30) == 20
        clock.at += timedelta(hours=1)


@pytest.mark.parametrize(
    ("minute", "second", "expected"), [(0, 0, 3600), (30, 0, 1800), (59, 59, 1)]
)
async def test_the_seconds_to_the_next_hour_are_told(
    enterprise_database: Database, minute: int, second: int, expected: int
) -> None:
    clock = FixedClock(NOON.replace(minute=minute, second=second, microsecond=999_999))
    answer = await TenantQuota(enterprise_database, clock).take(new_id(), 10)
    assert answer.resets_in_seconds == expected


async def test_another_tenant_has_its_own_hour(enterprise_database: Database) -> None:
    (quota,), first, second = replicas(enterprise_database, FixedClock(NOON), 1), new_id(), new_id()
    assert await allowed([quota], first, 5, 50) == 5
    assert await allowed([quota], second, 5, 5) == 5
    assert (await quota.used(first), await quota.used(second)) == (5, 5)


async def test_an_idle_replica_gives_back_what_another_then_spends(
    enterprise_database: Database,
) -> None:
    clock, tenant = TurningClock(), new_id()
    idle, busy = replicas(enterprise_database, clock, 2)
    assert (await idle.take(tenant, 500)).is_allowed
    assert await allowed([busy], tenant, 500, 500) == 495
    await idle.give_back_idle()
    assert await allowed([busy], tenant, 500, 3) == 0
    clock.at += timedelta(seconds=2)
    await idle.give_back_idle()
    assert await allowed([busy], tenant, 500, 10) == 4
    assert await idle.used(tenant) == 500


async def test_a_replica_that_stops_gives_everything_back(enterprise_database: Database) -> None:
    leaving, staying = replicas(enterprise_database, FixedClock(NOON), 2)
    tenants = [new_id() for _ in range(3)]
    for tenant in tenants:
        await leaving.take(tenant, 300)
    await leaving.give_back_all()
    for tenant in tenants:
        assert await staying.used(tenant) == 1
        assert await allowed([staying], tenant, 300, 302) == 299


async def test_a_lease_of_an_hour_that_is_over_stays_where_it_is(
    enterprise_database: Database,
) -> None:
    clock, tenant = TurningClock(), new_id()
    (quota,) = replicas(enterprise_database, clock, 1)
    await quota.take(tenant, 1_000)
    clock.at += timedelta(hours=1)
    await quota.give_back_all()
    assert await quota.used(tenant) == 0
    assert (await quota.take(tenant, 1_000)).remaining == 999


async def test_nobody_who_has_used_up_the_hour_keeps_the_database_busy(
    enterprise_database: Database,
) -> None:
    seconds, tenant = [0.0], new_id()
    quota = TenantQuota(enterprise_database, FixedClock(NOON), monotonic_seconds=lambda: seconds[0])
    assert await allowed([quota], tenant, 3, 50) == 3
    async with unit_of_work(enterprise_database, tenant) as session:
        await session.execute(text("UPDATE quota_windows SET leased = 0"))
    assert await allowed([quota], tenant, 3, 50) == 0
    seconds[0] += 1
    assert await allowed([quota], tenant, 3, 50) == 3


async def test_an_hour_whose_row_has_vanished_is_opened_again(
    enterprise_database: Database,
) -> None:
    (quota,), tenant = replicas(enterprise_database, FixedClock(NOON), 1), new_id()
    assert (await quota.take(tenant, 2)).is_allowed
    async with unit_of_work(enterprise_database, tenant) as session:
        await session.execute(text("DELETE FROM quota_windows"))
    assert (await quota.take(tenant, 2)).is_allowed


async def test_a_lost_database_costs_only_the_lease(
    enterprise_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    class Turncoat(TenantQuota):
        def turn_to(self, database: Database) -> None:
            self._database = database

    quota = Turncoat(enterprise_database, FixedClock(NOON))
    await quota.take(new_id(), 1_000)
    gone = Database(PostgresDsn("postgresql://nobody@127.0.0.1:9/nothing"), pool_size=1)
    quota.turn_to(gone)
    await quota.give_back_all()
    assert "an unspent lease of 9 requests was lost" in caplog.text
    await gone.engine.dispose()


async def test_whoever_stands_in_line_fails_with_the_first_and_the_next_asks_anew() -> None:
    class Counted(TenantQuota):
        asked = 0

        async def _renew(self, tenant_id: UUID, lease: Lease, limit: int) -> None:
            self.asked += 1
            await asyncio.sleep(0)
            await super()._renew(tenant_id, lease, limit)

    gone = Database(PostgresDsn("postgresql://nobody@127.0.0.1:9/nothing"), pool_size=1)
    quota, tenant = Counted(gone, FixedClock(NOON)), new_id()
    for round_number in (1, 2):
        takes = [quota.take(tenant, 10) for _ in range(20)]
        outcomes = await asyncio.gather(*takes, return_exceptions=True)
        assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
        assert quota.asked == round_number
    await gone.engine.dispose()


@given(limit=st.integers(1, 10**7), renewals=st.integers(0, 10**6))
def test_a_lease_is_at_least_one_and_at_most_a_twenty_fifth(limit: int, renewals: int) -> None:
    assert 1 <= lease_size(limit, renewals) <= max(1, limit / 25)


@given(moment=st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants it naive
def test_a_moment_lies_in_its_hour(moment: datetime) -> None:
    assert timedelta(0) <= moment - window_start(moment) < timedelta(hours=1)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(limit=st.integers(1, 15), steps=STEPS)
async def test_no_history_lets_one_request_too_many_through(
    enterprise_database: Database, limit: int, steps: list[tuple[str, int]]
) -> None:
    clock, tenant = TurningClock(), new_id()
    quotas, passed = replicas(enterprise_database, clock, 3), 0
    for step, number in steps:
        passed += await played(step, quotas, number, tenant, limit)
        clock.at += timedelta(seconds=0.7)
    assert passed <= limit
    for quota in quotas:
        await quota.give_back_all()
    assert passed + await allowed(quotas[:1], tenant, limit, limit + 5) == limit


async def played(
    step: str, quotas: list[TenantQuota], number: int, tenant: UUID, limit: int
) -> int:
    quota = quotas[number]
    if step == "idle":
        await quota.give_back_idle()
        return 0
    if step == "stop":
        await quota.give_back_all()
        return 0
    if step == "burst":
        return await allowed(quotas, tenant, limit, 7)
    answer: QuotaAnswer = await quota.take(tenant, limit)
    return int(answer.is_allowed)


def test_leases_grow_for_a_tenant_that_comes_again() -> None:
    assert [lease_size(1_000, renewals) for renewals in range(5)] == [10, 20, 40, 40, 40]
