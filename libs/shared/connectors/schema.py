"""The tables of connectors, as a migration of each tier makes them.

Frozen: later changes are new migrations, so that an old database can still be brought forward.
"""

from collections.abc import Iterable

from shared.db.rls import (
    operator_policy_statement,
    purge_policy_statements,
    tenant_table_statements,
)

_PLATFORM = "'00000000-0000-0000-0000-000000000000'::uuid"
_DATA_KEYS = """
CREATE TABLE tenant_data_keys (
    tenant_id uuid NOT NULL, wrapped bytea NOT NULL, created_at timestamptz NOT NULL,
    CONSTRAINT pk_tenant_data_keys PRIMARY KEY (tenant_id)
)"""
_CONNECTIONS = """
CREATE TABLE vendor_connections (
    tenant_id uuid NOT NULL, id uuid NOT NULL, vendor varchar(40) NOT NULL,
    external_id varchar(200) NOT NULL, account jsonb NOT NULL, state varchar(20) NOT NULL,
    sealed bytea NOT NULL, secrets_version integer NOT NULL, refreshing_until timestamptz,
    failures integer NOT NULL, paused_until timestamptz,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT pk_vendor_connections PRIMARY KEY (tenant_id, id)
)"""
# An account is one tenant's at a time, or a customer's message would have two addressees.
_ONE_OWNER = """
CREATE UNIQUE INDEX uq_vendor_connections_vendor_external_id
ON vendor_connections (vendor, external_id) WHERE state <> 'disconnected'"""
_ONE_A_VENDOR = """
CREATE UNIQUE INDEX uq_vendor_connections_tenant_id_vendor
ON vendor_connections (tenant_id, vendor) WHERE state <> 'disconnected'"""
_CALLS = """
CREATE TABLE vendor_calls (
    tenant_id uuid NOT NULL, connection_id uuid NOT NULL, key varchar(200) NOT NULL,
    capability varchar(60) NOT NULL, fingerprint varchar(64) NOT NULL, state varchar(10) NOT NULL,
    held_until timestamptz NOT NULL, sent_at timestamptz, outcome jsonb,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT pk_vendor_calls PRIMARY KEY (tenant_id, connection_id, key),
    CONSTRAINT ck_vendor_calls_settled_has_outcome
        CHECK (state IN ('claimed', 'sent') OR outcome IS NOT NULL)
)"""
_CALLS_BY_AGE = "CREATE INDEX ix_vendor_calls_updated_at ON vendor_calls (updated_at)"
_LIMITS = """
CREATE TABLE vendor_limits (
    tenant_id uuid NOT NULL, name varchar(60) NOT NULL, effective_from date NOT NULL,
    tokens double precision NOT NULL, per_seconds double precision NOT NULL,
    burst double precision NOT NULL, source text NOT NULL,
    CONSTRAINT pk_vendor_limits PRIMARY KEY (tenant_id, name, effective_from),
    CONSTRAINT ck_vendor_limits_lets_something_through
        CHECK (tokens > 0 AND per_seconds > 0 AND burst >= 1)
)"""
_LIMITS_OF_ALL = (
    f"CREATE POLICY platform_rows ON vendor_limits FOR SELECT USING (tenant_id = {_PLATFORM})"
)
_BUCKETS = """
CREATE TABLE vendor_buckets (
    tenant_id uuid NOT NULL, name varchar(60) NOT NULL, subject varchar(100) NOT NULL,
    tokens double precision NOT NULL, refilled_at timestamptz NOT NULL,
    CONSTRAINT pk_vendor_buckets PRIMARY KEY (tenant_id, name, subject)
)"""
_TABLES = (
    "tenant_data_keys",
    "vendor_connections",
    "vendor_calls",
    "vendor_limits",
    "vendor_buckets",
)


def connector_statements() -> list[str]:
    """Return everything that makes the tables."""
    return [
        *(_DATA_KEYS, _CONNECTIONS, _ONE_OWNER, _ONE_A_VENDOR),
        *(_CALLS, _CALLS_BY_AGE, _LIMITS, _BUCKETS),
        *(line for table in _TABLES for line in tenant_table_statements(table)),
        *(operator_policy_statement(name) for name in ("tenant_data_keys", "vendor_connections")),
        *purge_policy_statements("vendor_calls"),
        *purge_policy_statements("vendor_buckets"),
        _LIMITS_OF_ALL,
    ]


def limit_statements(rows: Iterable[tuple[str, str, float, float, float, str]]) -> list[str]:
    """Return what adds dated limits: name, from when, tokens, per how many seconds, burst, source.

    The owner of the tables is bound by their policies too, so the setting comes first.
    """
    platform = "SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-000000000000', true)"
    return [
        platform,
        *(
            "INSERT INTO vendor_limits VALUES "  # noqa: S608 - our own words, none of a caller's
            f"({_PLATFORM}, '{name}', '{since}', {tokens}, {seconds}, {burst}, '{source}')"
            for name, since, tokens, seconds, burst, source in rows
        ),
    ]


def connector_removal_statements() -> list[str]:
    """Return what undoes the migration."""
    return [f"DROP TABLE {table}" for table in reversed(_TABLES)]
