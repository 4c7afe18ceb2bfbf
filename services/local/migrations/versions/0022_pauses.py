"""Pauses of what the platform does by itself."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0022"
down_revision = "0021"

_PAUSES = """
CREATE TABLE local_pauses (
    tenant_id uuid NOT NULL, channel varchar(20) NOT NULL, until timestamptz,
    since timestamptz NOT NULL, CONSTRAINT pk_local_pauses PRIMARY KEY (tenant_id, channel)
)"""


def upgrade() -> None:
    """Expand."""
    for statement in (_PAUSES, *tenant_table_statements("local_pauses")):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TABLE local_pauses")
