"""Each day's insights, with what they rest on."""

from alembic import op

from shared.db.rls import operator_policy_statement, tenant_table_statements

revision = "0006"
down_revision = "0005"

_TABLE = "local_insight_editions"
_EDITIONS = f"""
CREATE TABLE {_TABLE} (
    tenant_id uuid NOT NULL, id uuid NOT NULL, day date NOT NULL,
    begins_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, method varchar(40) NOT NULL,
    inputs_sha256 bytea NOT NULL, inputs bytea NOT NULL, insights bytea NOT NULL,
    computed_at timestamptz NOT NULL, published_at timestamptz NOT NULL,
    CONSTRAINT pk_{_TABLE} PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_{_TABLE}_tenant_id_day_inputs_sha256 UNIQUE (tenant_id, day, inputs_sha256)
)"""
_CURRENT = f"CREATE INDEX ix_{_TABLE}_tenant_id_ends_at ON {_TABLE} (tenant_id, ends_at)"


def upgrade() -> None:
    """Expand."""
    # An operator's job looks for the businesses that have no edition yet.
    security = [*tenant_table_statements(_TABLE), operator_policy_statement(_TABLE)]
    for statement in (_EDITIONS, _CURRENT, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP TABLE {_TABLE}")
