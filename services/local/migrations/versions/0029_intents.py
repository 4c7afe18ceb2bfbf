"""What messages were about by the shop's word, what was learnt from it, prices, late questions."""

from alembic import op

from shared.db.rls import (
    operator_policy_statement,
    purge_policy_statements,
    tenant_table_statements,
)

revision = "0029"
down_revision = "0028"

_LABELS = """
CREATE TABLE local_message_labels (
    tenant_id uuid NOT NULL, id uuid NOT NULL, message_id uuid, digest varchar(64),
    words text, label varchar(40) NOT NULL, labelled_at timestamptz NOT NULL,
    CONSTRAINT pk_local_message_labels PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_message_labels_tenant_id_message_id UNIQUE (tenant_id, message_id),
    CONSTRAINT uq_local_message_labels_tenant_id_digest UNIQUE (tenant_id, digest),
    CONSTRAINT fk_local_message_labels_message FOREIGN KEY (tenant_id, message_id)
        REFERENCES local_received_messages (tenant_id, id)
)"""
_MODELS = """
CREATE TABLE local_reading_models (
    tenant_id uuid NOT NULL, id uuid NOT NULL, method varchar(60) NOT NULL,
    data_hash varchar(64) NOT NULL, obstacle varchar(40), measured jsonb NOT NULL,
    learnt bytea, trained_at timestamptz NOT NULL,
    CONSTRAINT pk_local_reading_models PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_reading_models_tenant_id_method_data_hash
        UNIQUE (tenant_id, method, data_hash)
)"""
_PRICES = """
CREATE TABLE local_price_items (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name varchar(100) NOT NULL, name_hi varchar(100),
    other_names jsonb NOT NULL, unit varchar(40), price_paise bigint NOT NULL,
    told_on date NOT NULL,
    CONSTRAINT pk_local_price_items PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_price_items_tenant_id_name UNIQUE (tenant_id, name)
)"""
_SETTINGS = """
ALTER TABLE local_message_settings
    ADD COLUMN booking_at varchar(200), ADD COLUMN order_at varchar(200),
    ADD COLUMN delivery_terms varchar(300),
    ADD COLUMN answer_within_minutes bigint NOT NULL DEFAULT 120,
    ADD COLUMN waits_in_opening_hours_only boolean NOT NULL DEFAULT true"""
_URGENT = "ALTER TABLE local_manual_tasks ADD COLUMN is_urgent boolean NOT NULL DEFAULT false"
_TABLES = ("local_message_labels", "local_reading_models", "local_price_items")
_ADDED = (
    "booking_at",
    "order_at",
    "delivery_terms",
    "answer_within_minutes",
    "waits_in_opening_hours_only",
)


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    security += purge_policy_statements("local_message_labels")
    security.append(operator_policy_statement("local_manual_tasks"))
    for statement in (_LABELS, _MODELS, _PRICES, _SETTINGS, _URGENT, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP POLICY operator ON local_manual_tasks")
    op.execute("ALTER TABLE local_manual_tasks DROP COLUMN is_urgent")
    for column in _ADDED:
        op.execute(f"ALTER TABLE local_message_settings DROP COLUMN {column}")
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
