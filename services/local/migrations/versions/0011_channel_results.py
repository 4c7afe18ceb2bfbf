"""What each channel cost in a month, and what came back."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0011"
down_revision = "0010"

_TABLE = "local_channel_results"
_RESULTS = f"""
CREATE TABLE {_TABLE} (
    tenant_id uuid NOT NULL, channel varchar(40) NOT NULL, month date NOT NULL,
    spent_paise bigint NOT NULL, returned_paise bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT pk_{_TABLE} PRIMARY KEY (tenant_id, channel, month)
)"""


def upgrade() -> None:
    """Expand."""
    for statement in (_RESULTS, *tenant_table_statements(_TABLE)):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP TABLE {_TABLE}")
