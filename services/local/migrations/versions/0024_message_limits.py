"""Strangers a day, webhooks that may be forgotten, and shops that send no reminders."""

from alembic import op

from shared.connectors.schema import limit_statements
from shared.db.rls import purge_policy_statements

revision = "0024"
down_revision = "0023"

_SINCE = "2026-01-01"
_PAGE = "developers.facebook.com business-messaging/whatsapp/messaging-limits, in excerpt 2026-11"
LIMITS = (
    # Not a bucket: different persons within any 24 hours. A larger tier is a row of the tenant.
    ("whatsapp.strangers_per_day", _SINCE, 250.0, 86_400.0, 250.0, f"the first tier: {_PAGE}"),
)
_EVENTS = "local_webhook_events"
_WANTED = (
    "ALTER TABLE local_message_settings ADD COLUMN sends_reminders boolean NOT NULL DEFAULT true"
)
_REMOVAL = "DELETE FROM vendor_limits WHERE name = '{}' AND effective_from = '{}'"


def upgrade() -> None:
    """Expand."""
    for statement in (*limit_statements(LIMITS), *purge_policy_statements(_EVENTS), _WANTED):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE local_message_settings DROP COLUMN sends_reminders")
    for verb in ("select", "delete"):
        op.execute(f"DROP POLICY purge_{verb} ON {_EVENTS}")
    platform, *_ = limit_statements(())
    op.execute(platform)
    for name, since, *_ in LIMITS:
        op.execute(_REMOVAL.format(name, since))
