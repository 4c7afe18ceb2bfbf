"""How long a template is tried, when a message must have arrived, and the last reminder's own."""

from alembic import op

revision = "0031"
down_revision = "0030"

_ADDED = (
    ("local_messages", "arrive_by", "timestamptz"),
    ("local_message_templates", "ttl_seconds", "bigint"),
    ("local_message_settings", "last_reminder_template", "varchar(512)"),
)


def upgrade() -> None:
    """Expand."""
    for table, column, kind in _ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def downgrade() -> None:
    """Undo."""
    for table, column, _ in reversed(_ADDED):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
