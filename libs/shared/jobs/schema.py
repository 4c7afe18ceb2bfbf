"""Which tables does the queue need, and what may a tier's processes do with them?

The statements are pgqueuer's own for the locked version; they create no extension. When a new
version declares another schema, a test fails and says so: that is a new migration.
"""

from typing import TypedDict

from pgqueuer.adapters.persistence import schema_ddl
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.domain.schema.declaration import target
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel

# Every name is given: what is left out, the library takes from variables such as CHANNEL.
NAMES = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel("ch_pgqueuer"),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
)


def install_statements() -> list[str]:
    """Return what a migration runs to create the queue."""
    schema = target(NAMES)
    return [
        *(schema_ddl.render_enum(entry, NAMES) for entry in schema.enums),
        *(schema_ddl.render_table(entry, NAMES) for entry in schema.tables),
        *(schema_ddl.render_index(entry, NAMES) for entry in schema.indexes),
        *(schema_ddl.render_function(entry, NAMES) for entry in schema.functions),
        *(schema_ddl.render_trigger(entry, NAMES) for entry in schema.triggers),
        # The queue table changes all the time: it is vacuumed after a thousand dead rows.
        *QueryBuilderEnvironment(NAMES).build_optimize_autovacuum_query().split("\n\n"),
    ]


def uninstall_statements() -> list[str]:
    """Return what a migration runs to remove the queue and everything in it."""
    return schema_ddl.render_uninstall(NAMES).split("\n")


def grant_statements(app_role: str) -> list[str]:
    """Return what lets a tier's API and workers use the queue, and not change its shape."""
    role = '"' + app_role.replace('"', '""') + '"'
    tables = [str(entry.name) for entry in target(NAMES).tables]
    sequences = [f"{table}_id_seq" for table in tables]
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(tables)} TO {role}",
        f"GRANT USAGE ON SEQUENCE {', '.join(sequences)} TO {role}",
    ]


class Builders(TypedDict):
    """What writes the library's statements, with our names in them."""

    qbe: QueryBuilderEnvironment
    qbq: QueryQueueBuilder
    qbs: QuerySchedulerBuilder


def builders() -> Builders:
    """Return fresh writers of statements."""
    return {
        "qbe": QueryBuilderEnvironment(NAMES),
        "qbq": QueryQueueBuilder(NAMES),
        "qbs": QuerySchedulerBuilder(NAMES),
    }
