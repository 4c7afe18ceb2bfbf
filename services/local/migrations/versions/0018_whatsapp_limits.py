"""How many messages WhatsApp takes from a number, and to one person.

Burst and flow together are WhatsApp's number, so that no second (no hour) holds more.
"""

from alembic import op

from shared.connectors.schema import limit_statements

revision = "0018"
down_revision = "0017"

_SINCE = "2026-01-01"
_PAGE = "developers.facebook.com business-messaging/whatsapp/throughput, read in excerpt 2026-11"
_PAIR = "1 in 6 s, 45 at once, as others report; taken as 30 at once, to be on the safe side"
_CALLS = "5,000 an hour and account, from memory; taken as 1,000"
LIMITS = (
    # name, from when, tokens, per seconds, burst, source
    ("whatsapp.messages_per_number", _SINCE, 15.0, 1.0, 5.0, f"20 a second if shared: {_PAGE}"),
    ("whatsapp.messages_to_one_person", _SINCE, 1.0, 6.0, 30.0, _PAIR),
    ("whatsapp.management_calls", _SINCE, 900.0, 3_600.0, 100.0, _CALLS),
)
_REMOVAL = "DELETE FROM vendor_limits WHERE name = '{}' AND effective_from = '{}'"


def upgrade() -> None:
    """Expand."""
    for statement in limit_statements(LIMITS):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    platform, *_ = limit_statements(())
    op.execute(platform)
    for name, since, *_ in LIMITS:
        op.execute(_REMOVAL.format(name, since))
