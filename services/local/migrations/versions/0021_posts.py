"""Posts, and how a shop lets them be written."""

from alembic import op

from shared.db.rls import operator_policy_statement, tenant_table_statements

revision = "0021"
down_revision = "0020"

_POSTS = """
CREATE TABLE local_posts (
    tenant_id uuid NOT NULL, id uuid NOT NULL, channel varchar(30) NOT NULL,
    topic varchar(10) NOT NULL, text text NOT NULL, text_key varchar(64) NOT NULL,
    language varchar(10) NOT NULL, event jsonb, offer jsonb, button jsonb, image_url text,
    for_day date, method varchar(100), evidence jsonb NOT NULL,
    state varchar(20) NOT NULL, revision integer NOT NULL,
    publish_at timestamptz NOT NULL, expires_at timestamptz,
    approved_by varchar(20), approved_at timestamptz,
    first_tried_at timestamptz, connection_id uuid, may_be_out boolean NOT NULL,
    remote_id text, public_url text, accepted_at timestamptz, ended_at timestamptz,
    next_at timestamptz, reason varchar(100), message text,
    created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_posts PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_posts_tenant_id_channel_for_day UNIQUE (tenant_id, channel, for_day)
)"""
_INDEXES = (
    "CREATE INDEX ix_local_posts_tenant_id_state_id ON local_posts (tenant_id, state, id)",
    "CREATE INDEX ix_local_posts_tenant_id_text_key ON local_posts (tenant_id, text_key)",
    "CREATE INDEX ix_local_posts_next_at ON local_posts (next_at) WHERE next_at IS NOT NULL",
)
_SETTINGS = """
CREATE TABLE local_post_settings (
    tenant_id uuid NOT NULL, channel varchar(30) NOT NULL, mode varchar(10) NOT NULL,
    language varchar(10) NOT NULL, may_tell_praise boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_post_settings PRIMARY KEY (tenant_id, channel)
)"""
_TABLES = ("local_posts", "local_post_settings")


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    looked_through = operator_policy_statement("local_posts")
    for statement in (_POSTS, *_INDEXES, _SETTINGS, *security, looked_through):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
