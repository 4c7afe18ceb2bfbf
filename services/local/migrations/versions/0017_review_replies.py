"""Replies to reviews, and how a shop approves them."""

from alembic import op

from shared.db.rls import tenant_table_statements

revision = "0017"
down_revision = "0016"

_REPLIES = """
CREATE TABLE local_review_replies (
    tenant_id uuid NOT NULL, id uuid NOT NULL, review_id uuid NOT NULL,
    review_name varchar(400) NOT NULL, drafted_for varchar(64) NOT NULL, stars numeric(2, 1),
    written_at timestamptz, state varchar(20) NOT NULL, text text, language varchar(10) NOT NULL,
    route varchar(20) NOT NULL, route_reason varchar(40) NOT NULL,
    method varchar(100) NOT NULL, revision integer NOT NULL,
    approved_by varchar(20), approved_at timestamptz, accepted_at timestamptz,
    ended_at timestamptz, next_at timestamptz, reason varchar(100), message text,
    created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_review_replies PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_review_replies_tenant_id_review_id UNIQUE (tenant_id, review_id),
    CONSTRAINT fk_local_review_replies_tenant_id_review_id_local_reviews
        FOREIGN KEY (tenant_id, review_id) REFERENCES local_reviews (tenant_id, id)
)"""
_BY_STATE = """
CREATE INDEX ix_local_review_replies_tenant_id_state_id
    ON local_review_replies (tenant_id, state, id)"""
_SETTINGS = """
CREATE TABLE local_reply_settings (
    tenant_id uuid NOT NULL, mode varchar(10) NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_reply_settings PRIMARY KEY (tenant_id)
)"""
_TABLES = ("local_review_replies", "local_reply_settings")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in (_REPLIES, _BY_STATE, _SETTINGS, *security):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
