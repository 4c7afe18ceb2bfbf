"""When providers were asked for the places around a business, and what may be kept of Google."""

from alembic import op

from shared.db.rls import operator_policy_statement, tenant_table_statements

revision = "0012"
down_revision = "0011"

_FETCHES = """
CREATE TABLE local_place_fetches (
    tenant_id uuid NOT NULL, id uuid NOT NULL, provider varchar(30) NOT NULL,
    state varchar(10) NOT NULL, latitude double precision NOT NULL,
    longitude double precision NOT NULL, radius_km double precision NOT NULL,
    kinds jsonb NOT NULL, most_calls integer NOT NULL, calls integer NOT NULL DEFAULT 0,
    found integer, is_complete boolean, import_id uuid, note text,
    requested_at timestamptz NOT NULL, finished_at timestamptz,
    CONSTRAINT pk_local_place_fetches PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_local_place_fetches_tenant_id_import_id_local_place_imports
        FOREIGN KEY (tenant_id, import_id) REFERENCES local_place_imports (tenant_id, id)
)"""
_IDS = """
CREATE TABLE local_google_place_ids (
    tenant_id uuid NOT NULL, place_id varchar(300) NOT NULL,
    first_seen_at timestamptz NOT NULL, last_seen_at timestamptz NOT NULL,
    CONSTRAINT pk_local_google_place_ids PRIMARY KEY (tenant_id, place_id)
)"""


def upgrade() -> None:
    """Expand."""
    security = (
        *tenant_table_statements("local_place_fetches"),
        *tenant_table_statements("local_google_place_ids"),
        # An operator's job looks for the businesses around which nobody has looked lately.
        operator_policy_statement("local_place_fetches"),
        operator_policy_statement("local_place_imports"),
    )
    for statement in (_FETCHES, _IDS, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP POLICY operator ON local_place_imports")
    op.execute("DROP TABLE local_google_place_ids")
    op.execute("DROP TABLE local_place_fetches")
