"""What a quota lease was granted, so that taking one is a single statement."""

from alembic import op

from shared.db.platform_schema import lease_statement

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Expand."""
    op.execute(lease_statement())


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE quota_windows DROP COLUMN granted")
