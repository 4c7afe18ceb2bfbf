"""Keys, members, quotas, repeatable writes, the job queue; and clients."""

from alembic import op

from shared.db.platform_schema import platform_removal_statements, platform_statements
from shared.db.rls import operator_policy_statement, tenant_table_statements
from shared.jobs.schema import install_statements, uninstall_statements

revision = "0001"
down_revision = None

_CLIENTS = """
CREATE TABLE enterprise_clients (
    tenant_id uuid NOT NULL, name varchar(200) NOT NULL, industry varchar(100),
    website varchar(500), timezone varchar(64) NOT NULL,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT pk_enterprise_clients PRIMARY KEY (tenant_id)
)"""


def upgrade() -> None:
    """Expand."""
    for statement in (
        *platform_statements(),
        *install_statements(),
        _CLIENTS,
        *tenant_table_statements("enterprise_clients"),
        operator_policy_statement("enterprise_clients"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TABLE enterprise_clients")
    for statement in (*uninstall_statements(), *platform_removal_statements()):
        if statement.strip():
            op.execute(statement)
