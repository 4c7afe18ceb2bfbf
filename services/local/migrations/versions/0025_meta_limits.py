"""How much Facebook and Instagram take from one account.

Burst and flow together are not more than Meta's number, so that no hour (no day) holds more.
"""

from alembic import op

from shared.connectors.schema import limit_statements

revision = "0025"
down_revision = "0024"

_SINCE = "2026-01-01"
_CALLS = (
    "4,800 a day for each active person: developers.facebook.com graph-api/overview/rate-limiting,"
    " read in excerpt 2026-11; taken as for one person, 200 an hour"
)
_POSTS = (
    "25, 50 or 100 a day in different documents of Meta; the least. quota.read tells the real one"
)
_PRIVATE = "750 an hour, from memory; taken as 200"
LIMITS = (
    # name, from when, tokens, per seconds, burst, source
    ("facebook.calls_per_page", _SINCE, 150.0, 3_600.0, 50.0, _CALLS),
    ("facebook.private_replies_per_page", _SINCE, 150.0, 3_600.0, 50.0, _PRIVATE),
    ("instagram.calls_per_account", _SINCE, 150.0, 3_600.0, 50.0, _CALLS),
    ("instagram.posts_per_account", _SINCE, 15.0, 86_400.0, 10.0, _POSTS),
    ("instagram.private_replies_per_account", _SINCE, 150.0, 3_600.0, 50.0, _PRIVATE),
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
