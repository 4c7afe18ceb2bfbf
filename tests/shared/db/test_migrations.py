from collections.abc import Generator
from contextlib import contextmanager

import psycopg
import pytest
from alembic import command
from pydantic import PostgresDsn
from sqlalchemy import Connection, text

from onebox.postgres import RunningCluster
from shared.db.migrations import configuration, owner_engine
from tests.databases import ROOT, TierDatabase, make_tier_database, migrate


@contextmanager
def as_owner(url: str) -> Generator[Connection]:
    engine = owner_engine(PostgresDsn(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


TIERS = ["enterprise", "local"]
TENANT_TABLES = text("""
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_forced
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p')
""")
PUBLIC_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
APP_ROLE = text("""
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS is_powerful,
       EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid) AS owns_something
FROM pg_roles WHERE rolname = :role
""")


def tier_database(request: pytest.FixtureRequest, tier: str) -> TierDatabase:
    database: TierDatabase = request.getfixturevalue(f"{tier}_tier_database")
    return database


@pytest.mark.parametrize("tier", TIERS)
def test_every_tenant_table_forces_row_level_security(
    request: pytest.FixtureRequest, tier: str
) -> None:
    with as_owner(tier_database(request, tier).owner_url) as owner:
        found = {row.relname: row.is_forced for row in owner.execute(TENANT_TABLES)}
    assert {"api_keys", "members", "quota_windows", "idempotent_writes"} <= set(found)
    assert [name for name, is_forced in found.items() if not is_forced] == []


@pytest.mark.parametrize("tier", TIERS)
def test_the_application_role_owns_nothing_and_cannot_bypass(
    request: pytest.FixtureRequest, tier: str
) -> None:
    with as_owner(tier_database(request, tier).owner_url) as owner:
        role = owner.execute(APP_ROLE, {"role": f"{tier}_tests_app"}).one()
    assert (role.is_powerful, role.owns_something) == (False, False)


@pytest.mark.parametrize("tier", TIERS)
def test_models_and_migrations_agree(request: pytest.FixtureRequest, tier: str) -> None:
    with as_owner(tier_database(request, tier).owner_url) as connection:
        config = configuration(ROOT / "services" / tier / "migrations")
        config.attributes["connection"] = connection
        command.check(config)


@pytest.mark.parametrize("tier", TIERS)
def test_every_migration_can_be_undone_and_done_again(postgres: RunningCluster, tier: str) -> None:
    database = make_tier_database(postgres, tier, f"{tier}_up_down_up")
    migrate(database)
    with as_owner(database.owner_url) as connection:
        config = configuration(ROOT / "services" / tier / "migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert connection.scalars(PUBLIC_TABLES).all() == ["alembic_version"]
    migrate(database)
    migrate(database)


def test_a_role_that_is_missing_is_named(postgres: RunningCluster) -> None:
    database = make_tier_database(postgres, "local", "local_without_role")
    with psycopg.connect(database.superuser_url, autocommit=True) as superuser:
        superuser.execute("DROP OWNED BY local_without_role_app")
        superuser.execute("DROP ROLE local_without_role_app")
    with pytest.raises(AssertionError, match="Role local_without_role_app does not exist"):
        migrate(database)
