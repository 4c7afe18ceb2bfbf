"""How much Google lets a profile and this installation ask.

A bucket that starts full lets through its burst and, within the same minute, what flows in: the two
together are Google's number, so that no minute (no day) holds more, wherever it begins.
"""

from alembic import op

from shared.connectors.schema import limit_statements

revision = "0015"
down_revision = "0014"

_SINCE = "2026-01-01"
_PAGE = "https://developers.google.com/my-business/content/limits, read in excerpt 2026-11"
_MINUTE, _DAY = 60.0, 86_400.0
LIMITS = (
    # name, from when, tokens, per seconds, burst, source
    ("google.queries_per_minute", _SINCE, 270.0, _MINUTE, 30.0, f"300 a minute and API: {_PAGE}"),
    ("google.edits_per_profile", _SINCE, 5.0, _MINUTE, 5.0, f"10 a minute and profile: {_PAGE}"),
    ("google.updates_per_day", _SINCE, 9_000.0, _DAY, 1_000.0, f"10,000 a day: {_PAGE}"),
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
