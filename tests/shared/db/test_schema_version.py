import ast
import re
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from pydantic import PostgresDsn

from onebox.postgres import RunningCluster
from shared.db.migrations import configuration, oldest_code
from shared.db.schema_version import (
    DatabaseUnfitError,
    SchemaVersion,
    known_revisions,
    misfit,
    note,
    require_fit,
    schema_version,
)
from tests.databases import ROOT, TierDatabase, make_tier_database, migrate

TIERS = ["enterprise", "local"]
KNOWN = ["0001", "0002", "0003"]
TAKES_AWAY = re.compile(r"DROP (TABLE|COLUMN)|RENAME|drop_(table|column)|rename_table")


def migrations_of(tier: str) -> Path:
    return ROOT / "services" / tier / "migrations"


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (SchemaVersion("0003", "0001"), None),
        (SchemaVersion("0003", None), None),
        (SchemaVersion("0004", "0003"), None),
        (SchemaVersion("0009", "0001"), None),
        (None, "no tables yet. Run the migrations first"),
        (SchemaVersion("0002", "0001"), "too old: it is at migration 0002, .* needs 0003. Run the"),
        (SchemaVersion("0005", "0004"), "too new: .* knows 0004; this release ends at 0003. Run a"),
        (SchemaVersion("0005", None), "too new: it is at migration 0005, which needs code that"),
    ],
)
def test_code_runs_on_its_own_schema_and_on_a_newer_one_that_still_bears_it(
    found: SchemaVersion | None, reason: str | None
) -> None:
    said = misfit(KNOWN, found)
    assert said is None if reason is None else re.search(reason, said or "")


@pytest.mark.parametrize("tier", TIERS)
def test_the_known_migrations_are_those_that_alembic_runs(tier: str) -> None:
    script = ScriptDirectory.from_config(configuration(migrations_of(tier)))
    assert known_revisions(migrations_of(tier)) == [
        revision.revision for revision in reversed(list(script.walk_revisions()))
    ]


def taken_away_in(text: str) -> list[str]:
    """Return what a migration's way up takes away, unless it says which code survives that."""
    tree = ast.parse(text)
    says = any(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "oldest_code"
        for node in tree.body
    )
    others = [
        n for n in tree.body if not (isinstance(n, ast.FunctionDef) and n.name == "downgrade")
    ]
    return [] if says else [m[0] for n in others for m in TAKES_AWAY.finditer(ast.unparse(n))]


@pytest.mark.parametrize("tier", TIERS)
def test_a_migration_that_takes_something_away_says_which_code_survives_it(tier: str) -> None:
    for path in sorted((migrations_of(tier) / "versions").glob("[0-9]*.py")):
        assert taken_away_in(path.read_text(encoding="utf-8")) == [], path.name


def test_a_migration_that_takes_away_and_says_nothing_is_seen() -> None:
    silent = "def upgrade():\n    op.execute('ALTER TABLE a DROP COLUMN b')"
    assert taken_away_in(silent) == ["DROP COLUMN"]
    assert taken_away_in(f"oldest_code = '0002'\n{silent}") == []
    assert taken_away_in(silent.replace("upgrade", "downgrade")) == []


@pytest.mark.parametrize(
    ("declared", "expected"),
    [({}, "0001"), ({2: "0001", 3: "0002"}, "0002"), ({2: "0002"}, "0002")],
)
def test_the_newest_statement_about_old_code_counts(
    tmp_path: Path, declared: dict[int, str], expected: str
) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    for n in (1, 2, 3):
        before = f'"{n - 1:04d}"' if n > 1 else None
        oldest = f'oldest_code = "{declared[n]}"\n' if n in declared else ""
        text = f'revision = "{n:04d}"\ndown_revision = {before}\n{oldest}'
        (versions / f"{n:04d}_x.py").write_text(text)
    assert oldest_code(configuration(tmp_path)) == expected


def test_only_a_number_is_written_into_the_database() -> None:
    with pytest.raises(ValueError, match="not the number"):
        note("0001'; DROP TABLE members; --")


@pytest.fixture(scope="module")
def database(postgres: RunningCluster) -> TierDatabase:
    made = make_tier_database(postgres, "local", "local_schema_version")
    migrate(made)
    return made


@pytest.fixture
def at(database: TierDatabase) -> Callable[[str, str], None]:
    """Say in the database that other code migrated it."""

    def change(revision: str, remark: str) -> None:
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("UPDATE alembic_version SET version_num = %s", [revision])
            owner.execute(note(remark).encode())

    return change


def found_in(url: str) -> SchemaVersion | None:
    with psycopg.connect(url) as connection:
        return schema_version(lambda query: connection.execute(query).fetchone())


def require(database: TierDatabase) -> None:
    require_fit("LOCAL_DATABASE_URL", PostgresDsn(database.app_url), migrations_of("local"))


def test_a_migrated_database_says_which_code_it_bears(database: TierDatabase) -> None:
    newest = known_revisions(migrations_of("local"))[-1]
    assert found_in(database.app_url) == SchemaVersion(newest, "0001")
    require(database)


def test_an_empty_database_is_refused(postgres: RunningCluster) -> None:
    empty = make_tier_database(postgres, "local", "local_schema_empty")
    with pytest.raises(DatabaseUnfitError, match="no tables yet"):
        require(empty)


def test_a_schema_of_other_releases_is_used_or_refused_by_api_and_migrations_alike(
    database: TierDatabase, at: Callable[[str, str], None]
) -> None:
    newest = known_revisions(migrations_of("local"))[-1]
    at("9999", newest)
    require(database)
    migrate(database)
    assert found_in(database.app_url) == SchemaVersion("9999", newest)
    at("9999", "9998")
    with pytest.raises(DatabaseUnfitError, match="too new"):
        require(database)
    with pytest.raises(
        AssertionError, match=r"local-migrations did not start. The schema is too new"
    ):
        migrate(database)
    at("0001", "0001")
    with pytest.raises(DatabaseUnfitError, match="too old: it is at migration 0001"):
        require(database)
    at(newest, "0001")


@pytest.mark.parametrize(
    ("pattern", "instead", "reason"),
    [
        (":only-for-tests@", ":wrong-password@", "password authentication failed"),
        (r"127\.0\.0\.1:\d+", "127.0.0.1:1", "Connection refused"),
    ],
)
def test_a_database_that_does_not_let_us_in_is_one_line_without_the_password(
    database: TierDatabase, pattern: str, instead: str, reason: str
) -> None:
    url = PostgresDsn(re.sub(pattern, instead, database.app_url))
    with pytest.raises(DatabaseUnfitError, match=f"LOCAL_DATABASE_URL .*{reason}") as refused:
        require_fit("LOCAL_DATABASE_URL", url, migrations_of("local"))
    said = str(refused.value)
    assert "\n" not in said
    assert "wrong-password" not in said
    assert "only-for-tests" not in said
