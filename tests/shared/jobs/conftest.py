"""A database with nothing but the queue and a table of effects, and jobs that leave traces."""

from collections.abc import AsyncGenerator

import psycopg
import pytest
from pydantic import PostgresDsn

from onebox.postgres import RunningCluster
from shared.db.session import Database
from tests.databases import make_tier_database
from tests.shared.jobs.programs import install


@pytest.fixture(scope="session")
def queue_urls(postgres: RunningCluster) -> tuple[str, str]:
    """The application's and the owner's way in."""
    database = make_tier_database(postgres, "jobs", "jobs_tests")
    install(database.owner_url, "jobs_tests_app")
    return database.app_url, database.owner_url


@pytest.fixture(scope="session")
def queue_url(queue_urls: tuple[str, str]) -> PostgresDsn:
    return PostgresDsn(queue_urls[0])


@pytest.fixture(scope="session")
async def queue_database(queue_url: PostgresDsn) -> AsyncGenerator[Database]:
    database = Database(queue_url, pool_size=5)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> None:
    """Begin every test that uses the database with an empty queue."""
    if "queue_url" in request.fixturenames:
        urls = request.getfixturevalue("queue_urls")
        with psycopg.connect(urls[1]) as owner:
            owner.execute("TRUNCATE pgqueuer, pgqueuer_log, pgqueuer_schedules, effects")
