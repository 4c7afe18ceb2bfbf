"""Webhooks that go out: endpoints and deliveries."""

from alembic import op

from shared.db.rls import (
    operator_policy_statement,
    purge_policy_statements,
    tenant_table_statements,
)

revision = "0028"
down_revision = "0024"

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
_DUE = """
CREATE INDEX ix_local_webhook_deliveries_next_at ON local_webhook_deliveries (next_at)
WHERE next_at IS NOT NULL"""
_OF_ENDPOINT = """
CREATE INDEX ix_local_webhook_deliveries_endpoint
ON local_webhook_deliveries (tenant_id, endpoint_id, id)"""
_BY_AGE = """
CREATE INDEX ix_local_webhook_deliveries_created_at ON local_webhook_deliveries (created_at)"""
_TABLES = ("local_webhook_endpoints", "local_webhook_deliveries")


def upgrade() -> None:
    """Expand."""
    for statement in (_ENDPOINTS, _DELIVERIES, _DUE, _OF_ENDPOINT, _BY_AGE):
        op.execute(statement)
    for table in _TABLES:
        for statement in (*tenant_table_statements(table), operator_policy_statement(table)):
            op.execute(statement)
    for statement in purge_policy_statements("local_webhook_deliveries"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
