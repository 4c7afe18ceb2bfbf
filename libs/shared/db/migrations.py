"""Bring a tier's database to the newest schema, and its application role to its rights.

One migration at a time (advisory lock), never waiting long for a table that is in use: a deploy
that would block the running code fails fast instead.
"""

import logging
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import PostgresDsn
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from shared.db.base import Model, tables_of
from shared.db.schema_version import (
    DatabaseUnfitError,
    known_revisions,
    misfit,
    note,
    schema_version,
    unreachable,
)
from shared.settings import OwnerSettings, psycopg_url, sqlalchemy_url

LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "120s"

_log = logging.getLogger(__name__)


class MissingRoleError(Exception):
    """The application's role does not exist, and only an administrator may create it."""


def configuration(directory: Path) -> Config:
    """Return Alembic's configuration of one tier's migrations."""
    config = Config()
    config.set_main_option("script_location", str(directory).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def owner_engine(url: PostgresDsn) -> Engine:
    """Return an engine that migrates: no pool, short waits for locks."""
    options = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout={STATEMENT_TIMEOUT}"
    return create_engine(
        sqlalchemy_url(url), connect_args={"options": options, "connect_timeout": 5}
    )


def upgrade(
    directory: Path, settings: OwnerSettings, grants: Iterable[str], setting: str = "its address"
) -> None:
    """Migrate to the newest version, then grant the application's role its rights.

    A newer schema that still bears this code is left as it is: that is a release taken back.
    """
    app_role = urlsplit(psycopg_url(settings.database_url)).username or ""
    with _as_owner(settings, setting) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('migrations', 0))"))
        if _is_newer(connection, directory):
            _log.info("the database is at a newer version that serves this release as well")
            return
        config = configuration(directory)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(note(oldest_code(config)))
        _grant(connection, app_role, grants)
    _log.info("the database is at the newest version; role %s may use it", app_role)


@contextmanager
def _as_owner(settings: OwnerSettings, setting: str) -> Generator[Connection]:
    engine = owner_engine(settings.owner_database_url)
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise DatabaseUnfitError(unreachable(setting, error.orig)) from error
    with connection, connection.begin():
        yield connection
    engine.dispose()


def _is_newer(connection: Connection, directory: Path) -> bool:
    """Tell whether newer code migrated this database; raise where ours cannot use it any more."""
    known = known_revisions(directory)
    found = schema_version(lambda query: connection.exec_driver_sql(query).one_or_none())
    if found is None or found.revision in known:
        return False
    if reason := misfit(known, found):
        raise DatabaseUnfitError(reason)
    return True


def oldest_code(config: Config) -> str:
    """Return which migration code must know to use these tables.

    A migration that takes away what older code uses says so: `oldest_code = "0012"`.
    """
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    declared = (getattr(script.module, "oldest_code", None) for script in revisions)
    return next(filter(None, declared), revisions[-1].revision)


def _grant(connection: Connection, role: str, grants: Iterable[str]) -> None:
    known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
    if known is None:
        message = (
            f"Role {role} does not exist. Create it as an administrator:"
            f' CREATE ROLE "{role}" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD …'
        )
        raise MissingRoleError(message)
    quoted = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}",
        *grants,
    ):
        connection.execute(text(statement))


def run_environment(packages: Iterable[str], _registered: Iterable[ModuleType]) -> None:
    """Compare and migrate the tables of these packages, whose model modules are registered."""
    names = {table.name for table in tables_of(packages)}

    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in names

    def belongs(_item: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in names

    # Offline there is no database: the statements are written out, to be read or checked.
    database: dict[str, Any] = (
        {"dialect_name": "postgresql"}
        if context.is_offline_mode()
        else {"connection": context.config.attributes["connection"]}
    )
    context.configure(
        **database,
        target_metadata=Model.metadata,
        include_name=is_ours,
        include_object=belongs,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
