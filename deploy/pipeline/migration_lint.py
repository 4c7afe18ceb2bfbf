"""Would one of a tier's migrations hurt the code that runs while it runs?

Each is written out as SQL, with the time limits under which it really runs, and read by squawk.
What is judged beside the point stands in squawk.toml; a single statement that must break a rule
says so inside the migration: `-- squawk-ignore ban-drop-column` above it, and why.
"""

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory

from pipeline.commands import Run
from shared.db.migrations import LOCK_TIMEOUT, STATEMENT_TIMEOUT, configuration

_SETTINGS = Path(__file__).with_name("squawk.toml")
_OPTIONS = ("--reporter", "json", "--pg-version", "18", "--config", str(_SETTINGS))
_FOUND_SOMETHING = 1
_LIMITS = f"SET lock_timeout = '{LOCK_TIMEOUT}';\nSET statement_timeout = '{STATEMENT_TIMEOUT}';\n"

# Released before squawk was asked; a migration that ran somewhere is not changed any more.
ACCEPTED = {
    # PostgreSQL cut the name to 63 characters; it is unique all the same.
    ("local", "0008", "identifier-too-long"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What squawk says of one migration."""

    tier: str
    revision: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.tier} {self.revision}: {self.rule}: {self.message}"


def findings(tier: str, directory: Path, run: Run, squawk: str) -> list[Finding]:
    """Return what squawk says of a tier's migrations, without what was accepted."""
    return [
        finding
        for revision, statements in migrations_as_sql(directory)
        for finding in linted(tier, revision, statements, run, squawk)
        if (finding.tier, finding.revision, finding.rule) not in ACCEPTED
    ]


def migrations_as_sql(directory: Path) -> Iterator[tuple[str, str]]:
    """Yield each migration's revision and its statements, the oldest first."""
    known = ScriptDirectory.from_config(configuration(directory)).walk_revisions()
    for script in reversed(list(known)):
        output = io.StringIO()
        config = configuration(directory)
        config.output_buffer = output
        span = f"{script.down_revision or 'base'}:{script.revision}"
        command.upgrade(config, span, sql=True)
        yield script.revision, _LIMITS + output.getvalue()


def linted(tier: str, revision: str, statements: str, run: Run, squawk: str) -> list[Finding]:
    """Return what squawk says of these statements."""
    with tempfile.TemporaryDirectory(prefix="vlo-") as directory:
        file = Path(directory) / f"{tier}-{revision}.sql"
        file.write_text(statements, encoding="utf-8")
        said: list[dict[str, Any]] = json.loads(
            run([squawk, *_OPTIONS, str(file)], fine=(0, _FOUND_SOMETHING)) or "[]"
        )
    return [Finding(tier, revision, one["rule_name"], one["message"]) for one in said]
