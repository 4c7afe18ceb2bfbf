"""Keys, members, quotas, repeatable writes and the job queue."""

from alembic import op

from shared.db.platform_schema import platform_removal_statements, platform_statements
from shared.jobs.schema import install_statements, uninstall_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Expand."""
    for statement in (*platform_statements(), *install_statements()):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in (*uninstall_statements(), *platform_removal_statements()):
        if statement.strip():
            op.execute(statement)
