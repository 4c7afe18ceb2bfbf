"""Businesses: one row a tenant."""

from alembic import op

from shared.db.rls import operator_policy_statement, tenant_table_statements

revision = "0002"
down_revision = "0001"

_BUSINESSES = """
CREATE TABLE local_businesses (
    tenant_id uuid NOT NULL, name varchar(200) NOT NULL, category varchar(30) NOT NULL,
    city varchar(200), state varchar(2), latitude double precision, longitude double precision,
    radius_km double precision NOT NULL, monthly_budget_paise bigint, opening_hours jsonb,
    timezone varchar(60) NOT NULL, google_business_id varchar(100), facebook_page_id varchar(100),
    instagram_business_id varchar(100), whatsapp_phone_number_id varchar(100),
    hour_value_paise bigint NOT NULL, located_latitude double precision NOT NULL,
    located_longitude double precision NOT NULL, located_state varchar(2),
    location_source varchar(20) NOT NULL, location_note text,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT pk_local_businesses PRIMARY KEY (tenant_id)
)"""


def upgrade() -> None:
    """Expand."""
    for statement in (
        _BUSINESSES,
        *tenant_table_statements("local_businesses"),
        operator_policy_statement("local_businesses"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TABLE local_businesses")
