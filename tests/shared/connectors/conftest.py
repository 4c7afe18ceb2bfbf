from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.connectors.call_book import CallBook
from shared.connectors.calls import Call
from shared.connectors.connections import ConnectionService, NewConnection
from shared.connectors.connector import Access
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.models import VendorLimitRow
from shared.connectors.postgres_book import PostgresCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.sealing import Sealer
from shared.connectors.token_bucket import Limit
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.shared.connectors.post_office import Letter, PostOfficeTwin

SEALER = Sealer(["m" * 32], "LOCAL_MASTER_KEYS")
SLOW = Limit(name="letters", tokens=1, per_seconds=60, burst=2)
START = datetime(2026, 11, 26, 9, tzinfo=UTC)


@dataclass
class MovingClock:
    """A clock that a test, or a sleeper, moves on."""

    at: datetime = START
    naps: list[float] = field(default_factory=list[float])

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += timedelta(seconds=seconds)


@dataclass
class Desk:
    """Everything that a run needs, over one kind of book."""

    tenant_id: UUID
    connection_id: UUID
    book: CallBook
    twin: PostOfficeTwin
    clock: MovingClock

    @property
    def runner(self) -> VendorRunner:
        return VendorRunner(
            self.book, {"post_office": self.twin}, self.clock, sleep=self.clock.sleep
        )

    def call(self, capability: str = "letter.post", key: str = "k1", text: str = "hello") -> Call:
        return Call(
            capability=capability,
            params=Letter("Asha", text),
            connection_id=self.connection_id,
            key=key,
        )


SECRETS = {"token": "token-1", "refresh": "r-1"}
MakeDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture(params=["memory", "postgres"])
def make_desk(request: pytest.FixtureRequest) -> MakeDesk:
    """Return what makes a desk of a fresh tenant; `secrets` replace the usual ones."""
    if request.param == "memory":
        return _memory_desk
    database: Database = request.getfixturevalue("local_database")

    async def made(secrets: dict[str, str] = SECRETS) -> Desk:
        return await postgres_desk(database, secrets)

    return made


async def _memory_desk(secrets: dict[str, str] = SECRETS) -> Desk:
    connection_id = new_id()
    held = {connection_id: HeldConnection(access=Access({}, secrets))}
    book = MemoryCallBook(held, {"letters": SLOW})
    return Desk(new_id(), connection_id, book, PostOfficeTwin(), MovingClock())


async def postgres_desk(database: Database, secrets: dict[str, str] = SECRETS) -> Desk:
    """Return a desk of a fresh tenant whose own row says how slow letters are."""
    tenant_id, clock = new_id(), MovingClock()
    async with unit_of_work(database, tenant_id) as session:
        service = ConnectionService(session, tenant_id, clock=clock, sealer=SEALER)
        new = NewConnection(
            vendor="post_office", external_id=str(tenant_id), account={}, secrets=secrets
        )
        connection = await service.connect(new)
        session.add(
            VendorLimitRow(
                tenant_id=tenant_id,
                name="letters",
                effective_from=date(2026, 1, 1),
                tokens=SLOW.tokens,
                per_seconds=SLOW.per_seconds,
                burst=SLOW.burst,
                source="this test",
            )
        )
    book = PostgresCallBook(database, SEALER)
    return Desk(tenant_id, connection.id, book, PostOfficeTwin(), clock)


async def count(database: Database, tenant_id: UUID, table: str) -> int:
    """Return how many rows a tenant has."""
    async with unit_of_work(database, tenant_id) as session:
        query = text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant")
        return (await session.execute(query, {"tenant": tenant_id})).scalar_one()
