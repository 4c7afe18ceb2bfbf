"""The tables that both tiers have, as the first migration makes them.

Frozen: later changes are new migrations, so that an old database can still be brought forward.
"""

from shared.db.rls import (
    HOLDS_KEY,
    purge_policy_statements,
    tenant_table_statements,
)

_MEMBERS = """
CREATE TABLE members (
    tenant_id uuid NOT NULL, id uuid NOT NULL, email varchar(254) NOT NULL,
    name varchar(200) NOT NULL, role varchar(20) NOT NULL, created_at timestamptz NOT NULL,
    CONSTRAINT pk_members PRIMARY KEY (tenant_id, id)
)"""
_MEMBERS_EMAIL = (
    "CREATE UNIQUE INDEX uq_members_tenant_id_email ON members (tenant_id, lower(email))"
)
_API_KEYS = """
CREATE TABLE api_keys (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key_hash bytea NOT NULL,
    shown_part varchar(12) NOT NULL, name varchar(200) NOT NULL, scopes varchar(20)[] NOT NULL,
    member_id uuid, created_at timestamptz NOT NULL, expires_at timestamptz,
    revoked_at timestamptz, replaced_by uuid,
    CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT fk_api_keys_tenant_id_member_id_members FOREIGN KEY (tenant_id, member_id)
        REFERENCES members (tenant_id, id) ON DELETE CASCADE
)"""
_API_KEYS_NOTIFY = """
CREATE FUNCTION announce_api_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('api_key_changed', OLD.id::text); RETURN NULL; END $$"""
_API_KEYS_TRIGGER = """
CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON api_keys
FOR EACH ROW EXECUTE FUNCTION announce_api_key_change()"""
_API_KEYS_BY_HASH = f"CREATE POLICY by_hash ON api_keys FOR SELECT USING ({HOLDS_KEY})"
_QUOTA_WINDOWS = """
CREATE TABLE quota_windows (
    tenant_id uuid NOT NULL, starts_at timestamptz NOT NULL, leased bigint NOT NULL,
    CONSTRAINT pk_quota_windows PRIMARY KEY (tenant_id, starts_at)
)"""
_IDEMPOTENT_WRITES = """
CREATE TABLE idempotent_writes (
    tenant_id uuid NOT NULL, key varchar(255) NOT NULL, request_hash bytea NOT NULL,
    status smallint NOT NULL, media_type varchar(100) NOT NULL, body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotent_writes PRIMARY KEY (tenant_id, key)
)"""
_TABLES = ("members", "api_keys", "quota_windows", "idempotent_writes")
_PURGED = ("quota_windows", "idempotent_writes")


def platform_statements() -> list[str]:
    """Return everything the first migration runs, before the job queue's own schema."""
    creation = [
        _MEMBERS,
        _MEMBERS_EMAIL,
        _API_KEYS,
        _API_KEYS_NOTIFY,
        _API_KEYS_TRIGGER,
        _QUOTA_WINDOWS,
        _IDEMPOTENT_WRITES,
    ]
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    purging = [line for table in _PURGED for line in purge_policy_statements(table)]
    return [*creation, *security, _API_KEYS_BY_HASH, *purging]


def lease_statement() -> str:
    """Return what lets a lease be one statement: it tells what it was granted."""
    return "ALTER TABLE quota_windows ADD COLUMN granted bigint NOT NULL DEFAULT 0"


def platform_removal_statements() -> list[str]:
    """Return what undoes the first migration."""
    tables = [f"DROP TABLE {table} CASCADE" for table in reversed(_TABLES)]
    return [*tables, "DROP FUNCTION announce_api_key_change()"]
