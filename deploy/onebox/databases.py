"""The roles and the database of a tier."""

import contextlib

import psycopg
from psycopg import sql


def create_database(
    superuser_url: str,
    database: str,
    owner: str,
    owner_password: str,
    app_role: str,
    app_password: str,
) -> None:
    """Create a database, its owner and the role of its processes; repeating changes nothing."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _put_role(connection, owner, owner_password)
        _put_role(connection, app_role, app_password)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner)}
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        ):
            words = sql.SQL(statement).format(**names, app=sql.Identifier(app_role))
            connection.execute(words)


def _put_role(connection: psycopg.Connection, name: str, password: str) -> None:
    """Create a role that may log in and nothing else, or give it this password."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("CREATE" if known is None else "ALTER")
    limits = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    statement = sql.SQL("{verb} ROLE {name} {limits} PASSWORD {password}")
    connection.execute(
        statement.format(
            verb=verb,
            name=sql.Identifier(name),
            limits=sql.SQL(limits),
            password=sql.Literal(password),
        )
    )


def schema_mark(superuser_url: str, database: str) -> str:
    """Return what was last said of a database's tables, empty when nothing was."""
    with psycopg.connect(superuser_url) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [database],
        ).fetchone()
    return str(found[0]) if found and found[0] else ""


def set_schema_mark(superuser_url: str, database: str, mark: str) -> None:
    """Write into the database itself, so that a restored copy says what is true of it."""
    statement = sql.SQL("COMMENT ON DATABASE {database} IS {mark}")
    with psycopg.connect(superuser_url) as connection:
        words = statement.format(database=sql.Identifier(database), mark=sql.Literal(mark))
        connection.execute(words)


def mark_the_moment(superuser_url: str) -> None:
    """Commit something, where that is possible: a restore to a moment looks for a later commit."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(superuser_url) as connection:
        connection.execute("SELECT pg_current_xact_id()")
