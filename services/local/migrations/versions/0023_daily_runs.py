"""Days of routine work that are opened once, and what a shop allows."""

from alembic import op

from shared.db.rls import operator_policy_statement, tenant_table_statements

revision = "0023"
down_revision = "0022"

_RUNS = """
ALTER TABLE local_automation_tasks
    ADD COLUMN mode varchar(10) NOT NULL DEFAULT 'auto',
    ADD COLUMN looks bigint NOT NULL DEFAULT 0,
    ADD COLUMN touch_minutes numeric(6, 1) NOT NULL DEFAULT 0,
    ADD COLUMN is_reworked boolean NOT NULL DEFAULT false"""
_SAMPLES = "ALTER TABLE local_baseline_samples ADD COLUMN times_per_week numeric(5, 1)"
_DAYS = """
CREATE TABLE local_automation_days (
    tenant_id uuid NOT NULL, on_date date NOT NULL, opened_at timestamptz NOT NULL,
    CONSTRAINT pk_local_automation_days PRIMARY KEY (tenant_id, on_date)
)"""
_BY_DAY = "CREATE INDEX ix_local_automation_days_on_date ON local_automation_days (on_date)"
_SETTINGS = """
CREATE TABLE local_routine_settings (
    tenant_id uuid NOT NULL, routine varchar(40) NOT NULL, approval varchar(10) NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_routine_settings PRIMARY KEY (tenant_id, routine)
)"""
_TABLES = ("local_automation_days", "local_routine_settings")


def upgrade() -> None:
    """Expand."""
    for statement in (_RUNS, _SAMPLES, _DAYS, _BY_DAY, _SETTINGS):
        op.execute(statement)
    for table in _TABLES:
        for statement in tenant_table_statements(table):
            op.execute(statement)
    # An operator's job looks for the businesses whose day is not opened yet.
    op.execute(operator_policy_statement("local_automation_days"))


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE local_baseline_samples DROP COLUMN times_per_week")
    for column in ("mode", "looks", "touch_minutes", "is_reworked"):
        op.execute(f"ALTER TABLE local_automation_tasks DROP COLUMN {column}")
