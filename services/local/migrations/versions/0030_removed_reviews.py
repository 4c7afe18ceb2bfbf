"""Reviews that have gone from their source."""

from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Expand."""
    for column in ("missed_at", "removed_at"):
        op.execute(f"ALTER TABLE local_reviews ADD COLUMN {column} timestamptz")


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE local_reviews DROP COLUMN missed_at, DROP COLUMN removed_at")
