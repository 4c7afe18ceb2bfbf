"""What tests share: one real PostgreSQL server a session, both tiers' databases migrated on it."""

from collections.abc import AsyncGenerator, Generator

import pytest
from hypothesis import HealthCheck, settings
from pydantic import PostgresDsn

from onebox.postgres import RunningCluster, running_cluster
from shared.db.session import Database
from shared.tiers import BusinessTier
from tests.api import Api, running_api
from tests.databases import TierDatabase, free_port, make_tier_database, migrate

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningCluster]:
    """A real server, durable settings as in production, gone at the end of the session."""
    with running_cluster(tmp_path_factory.mktemp("postgres") / "data", free_port()) as server:
        yield server


@pytest.fixture(scope="session")
def enterprise_tier_database(postgres: RunningCluster) -> TierDatabase:
    """The enterprise tier's migrated database."""
    database = make_tier_database(postgres, "enterprise", "enterprise_tests")
    migrate(database)
    return database


@pytest.fixture(scope="session")
def local_tier_database(postgres: RunningCluster) -> TierDatabase:
    """The local tier's migrated database."""
    database = make_tier_database(postgres, "local", "local_tests")
    migrate(database)
    return database


async def _opened(tier_database: TierDatabase) -> AsyncGenerator[Database]:
    database = Database(PostgresDsn(tier_database.app_url), pool_size=10)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def enterprise_database(
    enterprise_tier_database: TierDatabase,
) -> AsyncGenerator[Database]:
    """Pools of the enterprise tier's application role; make a new tenant in each test."""
    async for database in _opened(enterprise_tier_database):
        yield database


@pytest.fixture(scope="session")
async def local_database(local_tier_database: TierDatabase) -> AsyncGenerator[Database]:
    """Pools of the local tier's application role; make a new tenant in each test."""
    async for database in _opened(local_tier_database):
        yield database


@pytest.fixture(scope="session")
async def enterprise_api(enterprise_tier_database: TierDatabase) -> AsyncGenerator[Api]:
    """One replica of the enterprise tier's application."""
    async with running_api(BusinessTier.ENTERPRISE, enterprise_tier_database) as api:
        yield api


@pytest.fixture(scope="session")
async def local_api(local_tier_database: TierDatabase) -> AsyncGenerator[Api]:
    """One replica of the local tier's application."""
    async with running_api(BusinessTier.LOCAL, local_tier_database) as api:
        yield api
