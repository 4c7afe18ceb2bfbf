"""Daily observations, the imports that brought them, and the analysis kept of them."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0002"
down_revision = "0001"

_IMPORTS = """
CREATE TABLE enterprise_observation_imports (
    tenant_id uuid NOT NULL, id uuid NOT NULL, sha256 varchar(64) NOT NULL,
    media_type varchar(50) NOT NULL, size_bytes bigint NOT NULL, rows bigint NOT NULL,
    inserted bigint NOT NULL, updated bigint NOT NULL, unchanged bigint NOT NULL,
    state varchar(20) NOT NULL, data_version bigint NOT NULL, stored_rows bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_enterprise_observation_imports PRIMARY KEY (tenant_id, id)
)"""
_IMPORTS_BY_VERSION = """
CREATE INDEX ix_enterprise_observation_imports_tenant_id_data_version
    ON enterprise_observation_imports (tenant_id, data_version)"""
_OBSERVATIONS = """
CREATE TABLE enterprise_observations (
    tenant_id uuid NOT NULL, day date NOT NULL, channel varchar(100) NOT NULL,
    spend_paise bigint NOT NULL, impressions bigint, clicks bigint,
    conversions_millionths bigint, revenue_paise bigint, import_id uuid NOT NULL,
    CONSTRAINT pk_enterprise_observations PRIMARY KEY (tenant_id, day, channel)
)"""
# json, not jsonb: the text is kept as it was computed, so that the same data gives the same bytes.
_ANALYTICS = """
CREATE TABLE enterprise_analytics (
    tenant_id uuid NOT NULL, data_version bigint NOT NULL, method_version bigint NOT NULL,
    analysis json NOT NULL, features_used varchar(50)[] NOT NULL,
    computed_at timestamptz NOT NULL,
    CONSTRAINT pk_enterprise_analytics PRIMARY KEY (tenant_id)
)"""
_TABLES = ("enterprise_observation_imports", "enterprise_observations", "enterprise_analytics")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (_IMPORTS, _IMPORTS_BY_VERSION, _OBSERVATIONS, _ANALYTICS, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
