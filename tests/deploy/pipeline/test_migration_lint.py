import sys
from pathlib import Path

import pytest

from pipeline.commands import run
from pipeline.migration_lint import ACCEPTED, findings, linted, migrations_as_sql
from shared.db.migrations import LOCK_TIMEOUT
from tests.databases import ROOT

SQUAWK = str(Path(sys.executable).with_name("squawk"))
LIMITS = "SET lock_timeout = '4s';\nSET statement_timeout = '120s';\n"
TIERS = ["enterprise", "local"]


def migrations_of(tier: str) -> Path:
    return ROOT / "services" / tier / "migrations"


def rules_broken_by(statements: str) -> set[str]:
    text = f"{LIMITS}BEGIN;\n{statements}\nCOMMIT;\n"
    return {finding.rule for finding in linted("local", "9999", text, run, SQUAWK)}


@pytest.mark.parametrize("tier", TIERS)
def test_no_migration_would_hurt_the_running_code(tier: str) -> None:
    found = findings(tier, migrations_of(tier), run, SQUAWK)
    assert [str(finding) for finding in found] == []


@pytest.mark.parametrize("tier", TIERS)
def test_every_migration_is_read_with_the_limits_it_runs_under(tier: str) -> None:
    written = dict(migrations_as_sql(migrations_of(tier)))
    numbered = sorted(path.name[:4] for path in migrations_of(tier).glob("versions/[0-9]*.py"))
    assert list(written) == numbered
    assert all(f"lock_timeout = '{LOCK_TIMEOUT}'" in text for text in written.values())
    assert "CREATE TABLE members" in written["0001"]


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("ALTER TABLE local_places DROP COLUMN name;", "ban-drop-column"),
        ("ALTER TABLE local_places RENAME COLUMN name TO title;", "renaming-column"),
        ("ALTER TABLE local_places ALTER COLUMN rating TYPE text;", "changing-column-type"),
        ("ALTER TABLE local_places ALTER COLUMN name SET NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE local_places ADD COLUMN x int NOT NULL;", "adding-required-field"),
        ("CREATE INDEX i ON local_places (name);", "require-concurrent-index-creation"),
        ("DROP TABLE local_places;", "ban-drop-table"),
        (
            "ALTER TABLE local_places ADD CONSTRAINT f FOREIGN KEY (import_id) REFERENCES b (a);",
            "adding-foreign-key-constraint",
        ),
    ],
)
def test_what_would_hurt_is_found(planted: str, rule: str) -> None:
    assert rule in rules_broken_by(planted)


@pytest.mark.parametrize(
    "harmless",
    [
        "CREATE TABLE new (a integer NOT NULL); CREATE INDEX i ON new (a);",
        "ALTER TABLE local_places ADD COLUMN x varchar(30);",
        "ALTER TABLE local_places ADD COLUMN x integer NOT NULL DEFAULT 0;",
        # A release later, with the reason beside it.
        "-- squawk-ignore ban-drop-column\nALTER TABLE local_places DROP COLUMN name;",
    ],
)
def test_what_only_adds_passes(harmless: str) -> None:
    assert rules_broken_by(harmless) == set()


def test_what_was_accepted_is_still_there_to_be_accepted() -> None:
    for tier, revision, rule in ACCEPTED:
        text = dict(migrations_as_sql(migrations_of(tier)))[revision]
        assert rule in {finding.rule for finding in linted(tier, revision, text, run, SQUAWK)}
