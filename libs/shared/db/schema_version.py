"""Does the database have the schema that this code needs?

Code and schema meet in three ways. Equal: fine. The schema is older: migrate first. The schema is
newer: fine as long as no migration has taken away what this code uses (expand now, contract a
release later). What the newest migration still bears is written into the database, because old
code cannot read the files of new migrations.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from pydantic import PostgresDsn

from shared.settings import psycopg_url

CONNECT_SECONDS = 3
_NOTE = "These tables serve code that knows migration "
_HAS_TABLES = "SELECT to_regclass('alembic_version') IS NOT NULL"
_FOUND = "SELECT version_num, obj_description('alembic_version'::regclass) FROM alembic_version"


class DatabaseUnfitError(Exception):
    """The database cannot be reached, or its schema is not one that this code can use."""


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """What a database says of its tables."""

    revision: str
    oldest_code: str | None


def known_revisions(directory: Path) -> list[str]:
    """Return the migrations that this code knows, oldest first."""
    files = sorted(directory.glob("versions/[0-9]*_*.py"))
    return [file.name.partition("_")[0] for file in files]


def misfit(known: Sequence[str], found: SchemaVersion | None) -> str | None:
    """Return why this code cannot use what was found and what to do, None where it can."""
    newest = known[-1]
    if found is None:
        return "The database has no tables yet. Run the migrations first (command migrate)."
    if found.revision == newest or _serves_older_code(known, found):
        return None
    if found.revision in known:
        return (
            f"The schema is too old: it is at migration {found.revision}, and this release needs "
            f"{newest}. Run the migrations first (command migrate)."
        )
    return (
        f"The schema is too new: it is at migration {found.revision}, which needs code that knows "
        f"{found.oldest_code or 'it'}; this release ends at {newest}. Run a newer release."
    )


def _serves_older_code(known: Sequence[str], found: SchemaVersion) -> bool:
    """Tell whether a newer schema still bears this code."""
    return found.revision not in known and found.oldest_code in known


def note(oldest_code: str) -> str:
    """Return the statement that writes into the database which code its schema still bears."""
    if not oldest_code.isalnum():
        raise ValueError(f"{oldest_code!r} is not the number of a migration")
    return f"COMMENT ON TABLE alembic_version IS '{_NOTE}{oldest_code}'"


def schema_version(
    fetch_one: Callable[[LiteralString], Sequence[Any] | None],
) -> SchemaVersion | None:
    """Return what the database says of its tables, None where there are none."""
    has_tables = fetch_one(_HAS_TABLES)
    row = fetch_one(_FOUND) if has_tables and has_tables[0] else None
    if row is None:
        return None
    remark = str(row[1] or "")
    is_note = remark.startswith(_NOTE)
    return SchemaVersion(str(row[0]), remark.removeprefix(_NOTE) if is_note else None)


def require_fit(setting: str, url: PostgresDsn, directory: Path) -> None:
    """Raise DatabaseUnfitError where the database does not answer or its schema does not fit."""
    try:
        with psycopg.connect(psycopg_url(url), connect_timeout=CONNECT_SECONDS) as connection:
            found = schema_version(lambda query: connection.execute(query).fetchone())
    except psycopg.Error as error:
        raise DatabaseUnfitError(unreachable(setting, error)) from error
    reason = misfit(known_revisions(directory), found)
    if reason is not None:
        raise DatabaseUnfitError(reason)


def unreachable(setting: str, error: BaseException | None) -> str:
    """Say in one line that a database does not answer; libpq never names a password."""
    reason = " ".join(str(error).split())
    return (
        f"The database that {setting} names does not let us in: {reason} "
        "Start the database, or correct the address, the role or its password."
    )
