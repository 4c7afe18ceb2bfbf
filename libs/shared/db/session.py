"""The only place that commits: one request or one job is one transaction of one tenant."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import monotonic
from uuid import UUID

from pydantic import PostgresDsn
from sqlalchemy import AsyncAdaptedQueuePool, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from shared.db.engine import POOL_WAIT_SECONDS, ReadPool, create_engine, create_read_pool
from shared.db.reader import TENANT_SETTING, Reader
from shared.db.watched import SILENCE_SECONDS
from shared.metrics import POOL_CONNECTIONS, POOL_WAIT
from shared.tracing.spans import span

# What belongs to the platform itself (operator keys) lives under a tenant that nobody can be.
PLATFORM_TENANT = UUID(int=0)

_SET = text("SELECT set_config(:name, :value, true)")


class Database:
    """One tier's database: sessions for units of work, a reader for hot reads."""

    def __init__(self, url: PostgresDsn, pool_size: int = 10) -> None:
        self.url = url
        self.engine: AsyncEngine = create_engine(url, pool_size)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.pool: ReadPool = create_read_pool(url, pool_size)
        self.reader = Reader(self.pool)
        self._served_at = float("-inf")

    async def open(self) -> None:
        """Begin to connect in the background; a database that is down does not stop the process."""
        await self.pool.open(wait=False)

    async def close(self) -> None:
        """Close every connection."""
        await self.pool.close()
        await self.engine.dispose()

    async def connect(self, session: AsyncSession) -> None:
        """Wait for a connection as long as others are served; a silent database ends the wait."""
        last_moment = monotonic() + POOL_WAIT_SECONDS
        while True:
            try:
                await session.connection()
            except PoolTimeoutError:
                is_over = monotonic() >= last_moment
                if is_over or monotonic() - self._served_at > SILENCE_SECONDS:
                    raise
            else:
                return

    def note_service(self) -> None:
        """Remember that a unit of work was served just now."""
        self._served_at = monotonic()

    def measure_pools(self) -> None:
        """Count the connections of both pools, as they are now."""
        reads, units = self.pool.get_stats(), self.engine.pool
        units_idle, units_busy = 0, 0
        if isinstance(units, AsyncAdaptedQueuePool):
            units_idle, units_busy = units.checkedin(), units.checkedout()
        POOL_CONNECTIONS.labels("open").set(reads.get("pool_size", 0) + units_idle + units_busy)
        POOL_CONNECTIONS.labels("idle").set(reads.get("pool_available", 0) + units_idle)
        POOL_CONNECTIONS.labels("waiting").set(reads.get("requests_waiting", 0))


@asynccontextmanager
async def unit_of_work(database: Database, tenant_id: UUID) -> AsyncGenerator[AsyncSession]:
    """Run one request or one job as one transaction that sees one tenant; commit at the end."""
    with span("transaction"):
        async with database.sessions.begin() as session:
            began = monotonic()
            await database.connect(session)
            POOL_WAIT.observe(monotonic() - began)
            await act_for(session, tenant_id)
            database.note_service()
            yield session
        database.note_service()


@asynccontextmanager
async def operator_work(database: Database) -> AsyncGenerator[AsyncSession]:
    """Run one operator's request: it may list and create tenants, and act for one of them."""
    async with unit_of_work(database, PLATFORM_TENANT) as session:
        await session.execute(_SET, {"name": "app.operator", "value": "on"})
        yield session


async def act_for(session: AsyncSession, tenant_id: UUID) -> None:
    """Let the rest of the transaction see this tenant and no other."""
    await session.execute(_SET, {"name": TENANT_SETTING, "value": str(tenant_id)})


@asynccontextmanager
async def maintenance_work(database: Database) -> AsyncGenerator[AsyncSession]:
    """Run one clean-up over all tenants; only purge policies open to it."""
    async with unit_of_work(database, PLATFORM_TENANT) as session:
        await session.execute(_SET, {"name": "app.maintenance", "value": "on"})
        yield session
