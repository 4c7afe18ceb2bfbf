"""What a person must do."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0016"
down_revision = "0015"

_TABLE = "local_manual_tasks"
_TASKS = f"""
CREATE TABLE {_TABLE} (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key varchar(200) NOT NULL, kind varchar(40) NOT NULL,
    reason varchar(40) NOT NULL, facts jsonb NOT NULL, text_to_copy text, link text,
    due_at timestamptz, state varchar(20) NOT NULL, note text,
    opened_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_{_TABLE} PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_{_TABLE}_tenant_id_key UNIQUE (tenant_id, key)
)"""
_BY_STATE = f"CREATE INDEX ix_{_TABLE}_tenant_id_state_id ON {_TABLE} (tenant_id, state, id)"


def upgrade() -> None:
    """Expand."""
    for statement in (_TASKS, _BY_STATE, *tenant_table_statements(_TABLE)):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP TABLE {_TABLE}")
