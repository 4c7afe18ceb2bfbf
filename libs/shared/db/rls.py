"""Row-level security of a tenant table, as statements for a migration.

The setting is an empty string, not NULL, after the transaction that set it: hence `nullif`.
"""

CURRENT_TENANT = "nullif(current_setting('app.tenant_id', true), '')::uuid"
IS_OPERATOR = "current_setting('app.operator', true) = 'on'"
IS_MAINTENANCE = "current_setting('app.maintenance', true) = 'on'"
HOLDS_KEY = "key_hash = decode(nullif(current_setting('app.key_hash', true), ''), 'hex')"


def tenant_table_statements(table: str) -> list[str]:
    """Return what makes a table show and accept rows of the current tenant only."""
    # Without WITH CHECK, a policy's USING holds for new rows as well.
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} USING (tenant_id = {CURRENT_TENANT})",
    ]


def operator_policy_statement(table: str) -> str:
    """Return what lets an operator's transaction see, and only see, every tenant's row."""
    return f"CREATE POLICY operator ON {table} FOR SELECT USING ({IS_OPERATOR})"


def purge_policy_statements(table: str) -> list[str]:
    """Return what lets the maintenance job, and nothing else, delete rows of any tenant."""
    return [
        f"CREATE POLICY purge_{verb.lower()} ON {table} FOR {verb} USING ({IS_MAINTENANCE})"
        for verb in ("SELECT", "DELETE")
    ]
