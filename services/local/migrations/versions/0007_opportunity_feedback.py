"""What owners say of the opportunities they were shown."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0007"
down_revision = "0006"

_TABLE = "local_opportunity_feedback"
_FEEDBACK = f"""
CREATE TABLE {_TABLE} (
    tenant_id uuid NOT NULL, key varchar(300) NOT NULL, verdict varchar(10) NOT NULL,
    given_at timestamptz NOT NULL, away_until timestamptz,
    CONSTRAINT pk_{_TABLE} PRIMARY KEY (tenant_id, key)
)"""


def upgrade() -> None:
    """Expand."""
    for statement in (_FEEDBACK, *tenant_table_statements(_TABLE)):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP TABLE {_TABLE}")
