"""The record of routine work, how long it takes by hand, and each day in numbers."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0020"
down_revision = "0019"

_TASKS = """
CREATE TABLE local_automation_tasks (
    tenant_id uuid NOT NULL, id uuid NOT NULL, routine varchar(40) NOT NULL,
    on_date date NOT NULL, key varchar(200) NOT NULL, state varchar(20) NOT NULL,
    is_touched boolean NOT NULL, reason varchar(60), evidence varchar(200),
    verified_at timestamptz, opened_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_automation_tasks PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_automation_tasks_tenant_id_routine_on_date_key
        UNIQUE (tenant_id, routine, on_date, key)
)"""
_BY_DAY = """
CREATE INDEX ix_local_automation_tasks_tenant_id_on_date
    ON local_automation_tasks (tenant_id, on_date, id)"""
_SAMPLES = """
CREATE TABLE local_baseline_samples (
    tenant_id uuid NOT NULL, id uuid NOT NULL, routine varchar(40) NOT NULL,
    minutes numeric(6, 1) NOT NULL, method varchar(20) NOT NULL, at timestamptz NOT NULL,
    CONSTRAINT pk_local_baseline_samples PRIMARY KEY (tenant_id, id)
)"""
_BY_ROUTINE = """
CREATE INDEX ix_local_baseline_samples_tenant_id_routine
    ON local_baseline_samples (tenant_id, routine)"""
_DAYS = """
CREATE TABLE local_performance_metrics (
    tenant_id uuid NOT NULL, on_date date NOT NULL, channel varchar(20) NOT NULL,
    due bigint NOT NULL, hands_free bigint NOT NULL, verified bigint NOT NULL,
    unconfirmed bigint NOT NULL, voids bigint NOT NULL, method varchar(60) NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT pk_local_performance_metrics PRIMARY KEY (tenant_id, on_date, channel)
)"""
_TABLES = ("local_automation_tasks", "local_baseline_samples", "local_performance_metrics")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (_TASKS, _BY_DAY, _SAMPLES, _BY_ROUTINE, _DAYS, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
