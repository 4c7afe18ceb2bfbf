"""Accounts at vendors, the calls made over them, and the vendors' limits."""

from alembic import op

from shared.connectors.schema import connector_removal_statements, connector_statements

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Expand."""
    for statement in connector_statements():
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in connector_removal_statements():
        op.execute(statement)
