"""Customers, who they are, and what they ordered, booked and asked."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0008"
down_revision = "0007"

_CUSTOMERS = """
CREATE TABLE local_customers (
    tenant_id uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL,
    CONSTRAINT pk_local_customers PRIMARY KEY (tenant_id, id)
)"""
_IDENTITIES = """
CREATE TABLE local_customer_identities (
    tenant_id uuid NOT NULL, kind varchar(20) NOT NULL, value varchar(200) NOT NULL,
    customer_id uuid NOT NULL,
    CONSTRAINT pk_local_customer_identities PRIMARY KEY (tenant_id, kind, value),
    CONSTRAINT fk_local_customer_identities_tenant_id_customer_id_local_customers
        FOREIGN KEY (tenant_id, customer_id) REFERENCES local_customers (tenant_id, id)
        ON DELETE CASCADE
)"""
_ORDERS = """
CREATE TABLE local_orders (
    tenant_id uuid NOT NULL, reference varchar(200) NOT NULL, customer_id uuid,
    placed_on date NOT NULL, placed_at timestamptz, amount_paise bigint,
    CONSTRAINT pk_local_orders PRIMARY KEY (tenant_id, reference),
    CONSTRAINT fk_local_orders_tenant_id_customer_id_local_customers
        FOREIGN KEY (tenant_id, customer_id) REFERENCES local_customers (tenant_id, id)
        ON DELETE SET NULL (customer_id)
)"""
_APPOINTMENTS = """
CREATE TABLE local_appointments (
    tenant_id uuid NOT NULL, reference varchar(200) NOT NULL, customer_id uuid,
    booked_on date, booked_at timestamptz, starts_on date NOT NULL, starts_at timestamptz,
    outcome varchar(20) NOT NULL, was_reminded boolean,
    CONSTRAINT pk_local_appointments PRIMARY KEY (tenant_id, reference),
    CONSTRAINT fk_local_appointments_tenant_id_customer_id_local_customers
        FOREIGN KEY (tenant_id, customer_id) REFERENCES local_customers (tenant_id, id)
        ON DELETE SET NULL (customer_id)
)"""
_INQUIRIES = """
CREATE TABLE local_inquiries (
    tenant_id uuid NOT NULL, reference varchar(200) NOT NULL, customer_id uuid,
    asked_at timestamptz NOT NULL, answered_at timestamptz,
    CONSTRAINT pk_local_inquiries PRIMARY KEY (tenant_id, reference),
    CONSTRAINT fk_local_inquiries_tenant_id_customer_id_local_customers
        FOREIGN KEY (tenant_id, customer_id) REFERENCES local_customers (tenant_id, id)
        ON DELETE SET NULL (customer_id)
)"""
_IMPORTS = """
CREATE TABLE local_record_imports (
    tenant_id uuid NOT NULL, id uuid NOT NULL, kind varchar(20) NOT NULL,
    sha256 varchar(64) NOT NULL, layout jsonb NOT NULL, size_bytes bigint NOT NULL,
    rows_read integer NOT NULL, records_new integer NOT NULL, records_changed integer NOT NULL,
    records_unchanged integer NOT NULL, rows_skipped integer NOT NULL,
    skipped_reasons jsonb NOT NULL, first_skipped_rows jsonb NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT pk_local_record_imports PRIMARY KEY (tenant_id, id)
)"""
_OF_CUSTOMER = (
    "local_customer_identities",
    "local_orders",
    "local_appointments",
    "local_inquiries",
)
_TABLES = ("local_customers", *_OF_CUSTOMER, "local_record_imports")


def upgrade() -> None:
    """Expand."""
    tables = (_CUSTOMERS, _IDENTITIES, _ORDERS, _APPOINTMENTS, _INQUIRIES, _IMPORTS)
    indexes = [
        f"CREATE INDEX ix_{table}_tenant_id_customer_id ON {table} (tenant_id, customer_id)"
        for table in _OF_CUSTOMER
    ]
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (*tables, *indexes, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
