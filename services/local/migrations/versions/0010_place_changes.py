"""What changed between the releases of a source, and which places it ceased to list."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0010"
down_revision = "0009"

_IMPORTS = """
ALTER TABLE local_place_imports
    ADD COLUMN covers jsonb, ADD COLUMN release_note text,
    ADD COLUMN places_gone integer NOT NULL DEFAULT 0,
    ADD COLUMN changes_found integer NOT NULL DEFAULT 0"""
_PLACES = """
ALTER TABLE local_places
    ADD COLUMN opening_date varchar(10), ADD COLUMN missing_since timestamptz"""
_CHANGES = """
CREATE TABLE local_place_changes (
    tenant_id uuid NOT NULL, id uuid NOT NULL, import_id uuid NOT NULL,
    source varchar(100) NOT NULL, source_id varchar(200) NOT NULL, kind varchar(20) NOT NULL,
    name text, latitude double precision NOT NULL, longitude double precision NOT NULL,
    category varchar(30) NOT NULL, opening_date varchar(10), before text, after text,
    confidence varchar(10) NOT NULL, found_at timestamptz NOT NULL,
    CONSTRAINT pk_local_place_changes PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_local_place_changes_tenant_id_import_id_local_place_imports
        FOREIGN KEY (tenant_id, import_id) REFERENCES local_place_imports (tenant_id, id),
    CONSTRAINT uq_local_place_changes_tenant_id_import_id_source_id_kind
        UNIQUE (tenant_id, import_id, source_id, kind)
)"""
_BY_DAY = """
CREATE INDEX ix_local_place_changes_tenant_id_found_at
    ON local_place_changes (tenant_id, found_at)"""


def upgrade() -> None:
    """Expand."""
    security = tenant_table_statements("local_place_changes")
    for statement in (_IMPORTS, _PLACES, _CHANGES, _BY_DAY, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TABLE local_place_changes")
    op.execute("ALTER TABLE local_places DROP COLUMN opening_date, DROP COLUMN missing_since")
    op.execute(
        "ALTER TABLE local_place_imports DROP COLUMN covers, DROP COLUMN release_note,"
        " DROP COLUMN places_gone, DROP COLUMN changes_found"
    )
