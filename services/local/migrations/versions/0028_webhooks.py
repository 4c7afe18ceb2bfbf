"""Webhooks: endpoints and deliveries of what goes out, sources and words of what comes in."""

from alembic import op

from shared.db.rls import (
    operator_policy_statement,
    purge_policy_statements,
    tenant_table_statements,
)

revision = "0028"
down_revision = "0025"

_ENDPOINTS = """
CREATE TABLE local_webhook_endpoints (
    tenant_id uuid NOT NULL, id uuid NOT NULL, url text NOT NULL, description varchar(200) NOT NULL,
    types jsonb NOT NULL, state varchar(20) NOT NULL, why_disabled varchar(20),
    sealed bytea NOT NULL, older_secret_until timestamptz, failures_in_a_row integer NOT NULL,
    failing_since timestamptz, held_until timestamptz,
    created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_webhook_endpoints PRIMARY KEY (tenant_id, id)
)"""
_DELIVERIES = """
CREATE TABLE local_webhook_deliveries (
    tenant_id uuid NOT NULL, id uuid NOT NULL, endpoint_id uuid NOT NULL, event_id uuid NOT NULL,
    type varchar(40) NOT NULL, body text NOT NULL, state varchar(20) NOT NULL,
    attempts integer NOT NULL, next_at timestamptz, last_status integer, last_problem varchar(200),
    created_at timestamptz NOT NULL, ended_at timestamptz,
    CONSTRAINT pk_local_webhook_deliveries PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_local_webhook_deliveries_tenant_id_local_webhook_endpoints
        FOREIGN KEY (tenant_id, endpoint_id) REFERENCES local_webhook_endpoints (tenant_id, id)
        ON DELETE CASCADE
)"""
_SOURCES = """
CREATE TABLE local_webhook_sources (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name varchar(100) NOT NULL, sealed bytea NOT NULL,
    older_secret_until timestamptz, created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_webhook_sources PRIMARY KEY (tenant_id, id)
)"""
_TOLD = """
CREATE TABLE local_webhook_told (
    tenant_id uuid NOT NULL, id uuid NOT NULL, source_id uuid NOT NULL,
    webhook_id varchar(200) NOT NULL, type varchar(40) NOT NULL, data jsonb,
    state varchar(20) NOT NULL, problem varchar(300),
    received_at timestamptz NOT NULL, ended_at timestamptz,
    CONSTRAINT pk_local_webhook_told PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_webhook_told_tenant_id_source_id_webhook_id
        UNIQUE (tenant_id, source_id, webhook_id),
    CONSTRAINT fk_local_webhook_told_tenant_id_local_webhook_sources
        FOREIGN KEY (tenant_id, source_id) REFERENCES local_webhook_sources (tenant_id, id)
        ON DELETE CASCADE
)"""
_VISITS = """
CREATE TABLE local_webhook_visits (
    tenant_id uuid NOT NULL, source_id uuid NOT NULL, reference varchar(150) NOT NULL,
    appointment_id uuid NOT NULL,
    CONSTRAINT pk_local_webhook_visits PRIMARY KEY (tenant_id, source_id, reference),
    CONSTRAINT fk_local_webhook_visits_tenant_id_local_webhook_sources
        FOREIGN KEY (tenant_id, source_id) REFERENCES local_webhook_sources (tenant_id, id)
        ON DELETE CASCADE
)"""
# An address names a source alone: whose it is, is looked up by it.
_BY_ID = "CREATE UNIQUE INDEX ix_local_webhook_sources_id ON local_webhook_sources (id)"
_TOLD_BY_AGE = "CREATE INDEX ix_local_webhook_told_received_at ON local_webhook_told (received_at)"
_DUE = """
CREATE INDEX ix_local_webhook_deliveries_next_at ON local_webhook_deliveries (next_at)
WHERE next_at IS NOT NULL"""
_OF_ENDPOINT = """
CREATE INDEX ix_local_webhook_deliveries_endpoint
ON local_webhook_deliveries (tenant_id, endpoint_id, id)"""
_BY_AGE = """
CREATE INDEX ix_local_webhook_deliveries_created_at ON local_webhook_deliveries (created_at)"""
_INDEXES = (_DUE, _OF_ENDPOINT, _BY_AGE, _BY_ID, _TOLD_BY_AGE)
_OPERATED = ("local_webhook_endpoints", "local_webhook_deliveries", "local_webhook_sources")
_TABLES = (*_OPERATED, "local_webhook_told", "local_webhook_visits")


def upgrade() -> None:
    """Expand."""
    for statement in (_ENDPOINTS, _DELIVERIES, _SOURCES, _TOLD, _VISITS, *_INDEXES):
        op.execute(statement)
    for table in _TABLES:
        for statement in tenant_table_statements(table):
            op.execute(statement)
    for table in _OPERATED:
        op.execute(operator_policy_statement(table))
    for table in ("local_webhook_deliveries", "local_webhook_told"):
        for statement in purge_policy_statements(table):
            op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
