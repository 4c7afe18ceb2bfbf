"""Places around a business, and the imports they came with."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0003"
down_revision = "0002"

_IMPORTS = """
CREATE TABLE local_place_imports (
    tenant_id uuid NOT NULL, id uuid NOT NULL, source varchar(100) NOT NULL,
    licence varchar(300) NOT NULL, attribution varchar(300), sha256 varchar(64) NOT NULL,
    size_bytes bigint NOT NULL, rows_read integer NOT NULL, places_new integer NOT NULL,
    places_changed integer NOT NULL, places_unchanged integer NOT NULL,
    places_unnamed integer NOT NULL, rows_skipped integer NOT NULL,
    skipped_reasons jsonb NOT NULL, first_skipped_rows jsonb NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT pk_local_place_imports PRIMARY KEY (tenant_id, id)
)"""
_PLACES = """
CREATE TABLE local_places (
    tenant_id uuid NOT NULL, source varchar(100) NOT NULL, source_id varchar(200) NOT NULL,
    name text, latitude double precision NOT NULL, longitude double precision NOT NULL,
    category varchar(30) NOT NULL, source_category text, rating double precision,
    rating_count integer, price_level smallint, cost_for_two_paise bigint, opening_hours text,
    duplicate_of text, import_id uuid NOT NULL,
    CONSTRAINT pk_local_places PRIMARY KEY (tenant_id, source, source_id),
    CONSTRAINT fk_local_places_tenant_id_import_id_local_place_imports
        FOREIGN KEY (tenant_id, import_id) REFERENCES local_place_imports (tenant_id, id)
)"""
_BY_POSITION = """
CREATE INDEX ix_local_places_tenant_id_latitude_longitude
    ON local_places (tenant_id, latitude, longitude)"""
_TABLES = ("local_place_imports", "local_places")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (_IMPORTS, _PLACES, _BY_POSITION, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
