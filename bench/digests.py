"""Do two databases hold the same? Rows and MD5 of every table, however the rows are ordered."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import sql

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one table holds."""

    rows: int
    md5: str


def digests(connection: psycopg.Connection) -> dict[str, Digest]:
    """Return the digest of every table of a database, as one snapshot."""
    return {
        f"{schema}.{name}": _digest(connection, schema, name) for schema, name in _all(connection)
    }


def _all(connection: psycopg.Connection) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(_TABLES).fetchall()]


def _digest(connection: psycopg.Connection, schema: str, name: str) -> Digest:
    statement = sql.SQL("COPY (SELECT md5(t::text) FROM {} t ORDER BY 1) TO STDOUT")
    whole, rows = hashlib.md5(usedforsecurity=False), 0
    with (
        connection.cursor() as cursor,
        cursor.copy(statement.format(sql.Identifier(schema, name))) as lines,
    ):
        for chunk in lines:
            whole.update(chunk)
            rows += bytes(chunk).count(b"\n")
    return Digest(rows, whole.hexdigest())


def at_a_moment(url: str) -> tuple[datetime, dict[str, Digest]]:
    """Return a moment and what every table held then: writers wait while it is read."""
    with psycopg.connect(url) as connection:
        names = sql.SQL(", ").join(sql.Identifier(*table) for table in _all(connection))
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(names))
        row = connection.execute("SELECT clock_timestamp()").fetchone()
        if row is None:
            raise LookupError("The server does not know the time.")
        return row[0], digests(connection)


def differences(before: dict[str, Digest], after: dict[str, Digest]) -> list[str]:
    """Return a line for each table that is not the same."""
    return [
        f"{name}: {before.get(name)} before, {after.get(name)} after"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
