"""Tables of consents, requests of people, retention, exports, and of those who were forgotten."""

from shared.persistence.schema import record_columns
from sqlalchemy import (
    CHAR,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from crm.persistence.tables import metadata

consents = Table(
    "consents",
    metadata,
    *record_columns(),
    Column("contact_id", Uuid, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("source", Text),
    Column("evidence", Text),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("withdrawn_at", DateTime(timezone=True)),
)

privacy_requests = Table(
    "privacy_requests",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False, comment="export or erase"),
    Column("status", Text, nullable=False),
    Column("contact_id", Uuid, comment="no key: the contact goes, the request stays"),
    Column("subject", JSONB, nullable=False, comment="whom it is about; emptied when closed"),
    Column("reason", Text),
    Column("source", Text, nullable=False),
    Column("requested_by", Uuid, nullable=False, comment="identity owns it"),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("round_no", SmallInteger, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("approved_by", Uuid, comment="identity owns it"),
    Column("approved_at", DateTime(timezone=True)),
    Column("decision_reason", Text),
    Column("export_id", Uuid),
    Column("completed_at", DateTime(timezone=True)),
    Column("certificate", JSONB(none_as_null=True)),
)
Index(
    "ix_privacy_requests_organisation_id_due_on",
    privacy_requests.c.organisation_id,
    privacy_requests.c.due_on,
)

exports = Table(
    "exports",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False, comment="organisation, list or subject"),
    Column("status", Text, nullable=False),
    Column("requested_by", Uuid, nullable=False, comment="identity owns it"),
    Column("entities", ARRAY(Text), nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ready_at", DateTime(timezone=True)),
)

retention_settings = Table(
    "retention_settings",
    metadata,
    *record_columns(),
    Column("lost_prospect_months", Integer),
    Column("action", Text, nullable=False),
    Column("import_file_days", Integer),
    Column("export_days", Integer, nullable=False),
)
Index("uq_retention_settings_organisation_id", retention_settings.c.organisation_id, unique=True)

erasure_keys = Table(
    "erasure_keys",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    comment="what hashes of forgotten people are keyed with",
)

erased_subjects = Table(
    "erased_subjects",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("digest", CHAR(64), primary_key=True, comment="keyed hash of an e-mail or phone"),
    Column("request_id", Uuid, nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False),
)
