"""What each full release of places listed, so that any two can be compared."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0014"
down_revision = "0013"

_RELEASES = """
CREATE TABLE local_place_releases (
    tenant_id uuid NOT NULL, import_id uuid NOT NULL, source varchar(100) NOT NULL,
    places integer NOT NULL, sha256 varchar(64) NOT NULL, content bytea NOT NULL,
    CONSTRAINT pk_local_place_releases PRIMARY KEY (tenant_id, import_id),
    CONSTRAINT fk_local_place_releases_tenant_id_import_id_local_place_imports
        FOREIGN KEY (tenant_id, import_id) REFERENCES local_place_imports (tenant_id, id)
)"""
# It is packed already.
_PACKED = "ALTER TABLE local_place_releases ALTER COLUMN content SET STORAGE EXTERNAL"


def upgrade() -> None:
    """Expand."""
    for statement in (_RELEASES, _PACKED, *tenant_table_statements("local_place_releases")):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TABLE local_place_releases")
