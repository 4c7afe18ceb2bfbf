"""Every migration done, undone and done again on tables that hold rows."""

from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from pydantic import PostgresDsn

from onebox.postgres import RunningCluster
from shared.db.migrations import configuration, owner_engine
from tests.databases import ROOT, TierDatabase, make_tier_database

ROWS = 500
TABLES = """
SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version'"""
COLUMNS = """
SELECT a.attname::text, format_type(a.atttypid, NULL),
       format_type(a.atttypid, a.atttypmod), t.typtype = 'e'
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attidentity = '' AND a.attgenerated = ''"""
# A value of each type is made of the row's number alone, so that row n of one table refers to
# row n of another, whatever columns the reference is made of.
VALUES = {
    "uuid": "md5(n::text)::uuid",
    "bytea": "n::text::bytea",
    "boolean": "n % 2 = 0",
    "date": "date '2026-01-01' + n",
    "timestamp with time zone": "timestamptz '2026-01-01' + n * interval '1 hour'",
    "interval": "n * interval '1 second'",
    "time without time zone": "time '09:00' + n * interval '1 minute'",
    "numeric": "n % 5",
    "json": "json_build_object('n', n)",
    "jsonb": "jsonb_build_object('n', n)",
}


class FilledDatabase:
    """A database of one tier, at a version, with rows in each table of that version."""

    def __init__(self, server: RunningCluster, tier: str) -> None:
        self.database: TierDatabase = make_tier_database(
            server, tier, f"{tier}_filled_{uuid4().hex[:6]}"
        )
        self.tier = tier

    @property
    def versions(self) -> list[str]:
        scripts = ScriptDirectory.from_config(self._configuration()).walk_revisions()
        return [script.revision for script in reversed(list(scripts))]

    def upgrade(self, version: str) -> None:
        self._as_owner(command.upgrade, version)

    def downgrade(self, version: str) -> None:
        self._as_owner(command.downgrade, version)

    def fill(self) -> None:
        with psycopg.connect(self.database.superuser_url) as superuser:
            # References hold once all tables are filled, not in the order of their names.
            superuser.execute("SET session_replication_role = replica")
            for table, rows in self._counts(superuser).items():
                if rows == 0:
                    self._fill(superuser, table)

    def rows(self) -> dict[str, int]:
        with psycopg.connect(self.database.superuser_url) as superuser:
            return self._counts(superuser)

    def _counts(self, superuser: psycopg.Connection) -> dict[str, int]:
        counts: dict[str, int] = {}
        for (table,) in superuser.execute(TABLES).fetchall():
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            row = superuser.execute(query).fetchone()
            counts[table] = row[0] if row else 0
        return counts

    def _fill(self, superuser: psycopg.Connection, table: str) -> None:
        columns = superuser.execute(COLUMNS, [table]).fetchall()
        names = ", ".join(f'"{name}"' for name, *_ in columns)
        values = ", ".join(value_of(*column[1:]) for column in columns)
        query = f'INSERT INTO "{table}" ({names}) SELECT {values} FROM generate_series(1, {ROWS}) n'
        superuser.execute(query.encode())

    def _as_owner(self, migrate: Callable[[Config, str], None], version: str) -> None:
        engine = owner_engine(PostgresDsn(self.database.owner_url))
        with engine.begin() as connection:
            config = self._configuration()
            config.attributes["connection"] = connection
            migrate(config, version)
        engine.dispose()

    def _configuration(self) -> Config:
        return configuration(ROOT / "services" / self.tier / "migrations")


def value_of(kind: str, exact_kind: str, is_enum: bool) -> str:
    """Return the expression for a column of this type in row n; what is too long is cut."""
    if is_enum:
        return f'(enum_range(NULL::"{kind}"))[1]'
    if kind.endswith("[]"):
        return f"ARRAY[n]::{kind}"
    return VALUES.get(kind, f"n::text::{exact_kind}")


def holds(rows: dict[str, int], kept: dict[str, int]) -> bool:
    """Tell whether every row is still there; a migration may bring rows of its own."""
    return all(rows.get(table, 0) >= count for table, count in kept.items())


@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_a_migration_keeps_the_rows_up_down_and_up_again(
    postgres: RunningCluster, tier: str
) -> None:
    database = FilledDatabase(postgres, tier)
    before = "base"
    kept: dict[str, int] = {}
    for version in database.versions:
        database.upgrade(version)
        assert holds(database.rows(), kept), f"{version}, the first time"
        database.fill()
        database.downgrade(before)
        assert database.rows() == kept, f"{version}, undone"
        database.upgrade(version)
        assert holds(database.rows(), kept), f"{version}, done again"
        database.fill()
        kept, before = database.rows(), version
    assert min(kept.values()) == ROWS


@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_a_full_database_goes_all_the_way_down_and_up(postgres: RunningCluster, tier: str) -> None:
    database = FilledDatabase(postgres, tier)
    database.upgrade("head")
    brought = {table for table, count in database.rows().items() if count}
    database.fill()
    assert {count for table, count in database.rows().items() if table not in brought} == {ROWS}
    database.downgrade("base")
    assert database.rows() == {}
    database.upgrade("head")
