"""Messages, those who write them, their consents, appointments, and what messages cost."""

from alembic import op

from shared.db.rls import IS_OPERATOR, tenant_table_statements

revision = "0019"
down_revision = "0018"

_OF_CONTACT = """FOREIGN KEY (tenant_id, contact_id) REFERENCES local_contacts (tenant_id, id)"""
_CONTACTS = """
CREATE TABLE local_contacts (
    tenant_id uuid NOT NULL, id uuid NOT NULL, phone varchar(20), user_id varchar(130),
    name varchar(200), username varchar(100), wrote_at timestamptz,
    came_by_advertisement_at timestamptz, owner_wrote_at timestamptz, erased_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_local_contacts PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_contacts_tenant_id_phone UNIQUE (tenant_id, phone),
    CONSTRAINT uq_local_contacts_tenant_id_user_id UNIQUE (tenant_id, user_id)
)"""
_CONSENTS = f"""
CREATE TABLE local_consents (
    tenant_id uuid NOT NULL, id uuid NOT NULL, contact_id uuid NOT NULL,
    purpose varchar(20) NOT NULL, is_given boolean NOT NULL, source varchar(20) NOT NULL,
    words text, at timestamptz NOT NULL,
    CONSTRAINT pk_local_consents PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_local_consents_contact {_OF_CONTACT}
)"""
_RECEIVED = f"""
CREATE TABLE local_received_messages (
    tenant_id uuid NOT NULL, id uuid NOT NULL, contact_id uuid NOT NULL,
    vendor_id varchar(200) NOT NULL, kind varchar(30) NOT NULL, words text, payload varchar(300),
    at timestamptz NOT NULL, received_at timestamptz NOT NULL, reading varchar(40),
    reaction varchar(20), method varchar(60),
    CONSTRAINT pk_local_received_messages PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_received_messages_tenant_id_vendor_id UNIQUE (tenant_id, vendor_id),
    CONSTRAINT fk_local_received_messages_contact {_OF_CONTACT}
)"""
_MESSAGES = f"""
CREATE TABLE local_messages (
    tenant_id uuid NOT NULL, id uuid NOT NULL, contact_id uuid NOT NULL, key varchar(200) NOT NULL,
    purpose varchar(20) NOT NULL, ordered_by varchar(10) NOT NULL, words text,
    template_name varchar(512), template_language varchar(10), variables jsonb NOT NULL,
    buttons jsonb NOT NULL, reply_to varchar(200), state varchar(20) NOT NULL,
    obstacle varchar(40), form varchar(10), attempt bigint NOT NULL,
    send_from timestamptz NOT NULL, expires_at timestamptz, is_to_stranger boolean NOT NULL,
    category varchar(20), month date, reserved_paise numeric(12, 2) NOT NULL,
    cost_paise numeric(12, 2), vendor_id varchar(200), sent_at timestamptz,
    verified_at timestamptz, error_code varchar(40), error text,
    created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_messages PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_messages_tenant_id_key UNIQUE (tenant_id, key),
    CONSTRAINT uq_local_messages_tenant_id_vendor_id UNIQUE (tenant_id, vendor_id),
    CONSTRAINT fk_local_messages_contact {_OF_CONTACT}
)"""
_MONTHS = """
CREATE TABLE local_message_months (
    tenant_id uuid NOT NULL, month date NOT NULL, spent_paise numeric(12, 2) NOT NULL,
    service_messages bigint NOT NULL,
    CONSTRAINT pk_local_message_months PRIMARY KEY (tenant_id, month)
)"""
_APPOINTMENTS = f"""
CREATE TABLE local_booked_appointments (
    tenant_id uuid NOT NULL, id uuid NOT NULL, contact_id uuid NOT NULL,
    starts_at timestamptz NOT NULL, service varchar(200) NOT NULL, state varchar(20) NOT NULL,
    revision bigint NOT NULL, created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_booked_appointments PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_local_booked_appointments_contact {_OF_CONTACT}
)"""
_TEMPLATES = """
CREATE TABLE local_message_templates (
    tenant_id uuid NOT NULL, name varchar(512) NOT NULL, language varchar(10) NOT NULL,
    category varchar(20), status varchar(30) NOT NULL, quality varchar(20), body text,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_message_templates PRIMARY KEY (tenant_id, name, language)
)"""
_SETTINGS = """
CREATE TABLE local_message_settings (
    tenant_id uuid NOT NULL, mode varchar(10) NOT NULL, monthly_cap_paise bigint NOT NULL,
    quiet_begins time NOT NULL, quiet_ends time NOT NULL, reminder_template varchar(512),
    reminder_language varchar(10) NOT NULL, changed_at timestamptz NOT NULL,
    CONSTRAINT pk_local_message_settings PRIMARY KEY (tenant_id)
)"""
_EVENTS = """
CREATE TABLE local_webhook_events (
    tenant_id uuid NOT NULL, id uuid NOT NULL, digest varchar(64) NOT NULL, body jsonb,
    received_at timestamptz NOT NULL, read_at timestamptz,
    CONSTRAINT pk_local_webhook_events PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_local_webhook_events_tenant_id_digest UNIQUE (tenant_id, digest)
)"""
_INDEXES = (
    ("local_consents", "tenant_id_contact_id", "tenant_id, contact_id"),
    ("local_received_messages", "tenant_id_contact_id", "tenant_id, contact_id, at"),
    ("local_messages", "state_send_from", "state, send_from"),
    ("local_messages", "tenant_id_contact_id_id", "tenant_id, contact_id, id"),
    ("local_booked_appointments", "tenant_id_starts_at", "tenant_id, starts_at"),
)
# An operator's job looks for what is due, whoever's it is; what is over it cannot see.
_DUE = f"""
CREATE POLICY operator ON local_messages FOR SELECT
    USING ({IS_OPERATOR} AND state IN ('queued', 'sending', 'unconfirmed'))"""
_CREATES = (
    *(_CONTACTS, _CONSENTS, _RECEIVED, _MESSAGES, _MONTHS),
    *(_APPOINTMENTS, _TEMPLATES, _SETTINGS, _EVENTS),
)
_TABLES = (
    "local_contacts",
    "local_consents",
    "local_received_messages",
    "local_messages",
    "local_message_months",
    "local_booked_appointments",
    "local_message_templates",
    "local_message_settings",
    "local_webhook_events",
)


def upgrade() -> None:
    """Expand."""
    security = [line for table in _TABLES for line in tenant_table_statements(table)]
    for statement in _CREATES:
        op.execute(statement)
    for table, name, columns in _INDEXES:
        op.execute(f"CREATE INDEX ix_{table}_{name} ON {table} ({columns})")
    for statement in (*security, _DUE):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
