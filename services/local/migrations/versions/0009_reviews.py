"""What customers wrote, and the imports it came with."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0009"
down_revision = "0008"

_IMPORTS = """
CREATE TABLE local_review_imports (
    tenant_id uuid NOT NULL, id uuid NOT NULL, source varchar(100) NOT NULL,
    licence varchar(300) NOT NULL, sha256 varchar(64) NOT NULL, columns jsonb NOT NULL,
    rows_read integer NOT NULL, reviews_new integer NOT NULL, reviews_changed integer NOT NULL,
    reviews_unchanged integer NOT NULL, rows_skipped integer NOT NULL,
    skipped_reasons jsonb NOT NULL, first_skipped_rows jsonb NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT pk_local_review_imports PRIMARY KEY (tenant_id, id)
)"""
_REVIEWS = """
CREATE TABLE local_reviews (
    tenant_id uuid NOT NULL, id uuid NOT NULL, source varchar(100) NOT NULL,
    source_id varchar(200) NOT NULL, stars numeric(2, 1), text text, written_at timestamptz,
    licence varchar(300) NOT NULL, import_id uuid NOT NULL,
    CONSTRAINT pk_local_reviews PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_reviews_tenant_id_source_source_id UNIQUE (tenant_id, source, source_id),
    CONSTRAINT fk_local_reviews_tenant_id_import_id_local_review_imports
        FOREIGN KEY (tenant_id, import_id) REFERENCES local_review_imports (tenant_id, id)
)"""
_BY_TIME = """
CREATE INDEX ix_local_reviews_tenant_id_written_at ON local_reviews (tenant_id, written_at)"""
_TABLES = ("local_review_imports", "local_reviews")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (_IMPORTS, _REVIEWS, _BY_TIME, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
