"""erp_sync's tables; Alembic compares against them."""

from shared.persistence.moving import Columns, add_moving_tables
from shared.persistence.schema import child_columns, new_metadata, record_columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = new_metadata()


def _of_connection() -> Column:
    return Column("connection_id", Uuid, ForeignKey("connections.id"), nullable=False)


connections = Table(
    "connections",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("url", Text),
    Column("database_name", Text),
    Column("username", Text),
    Column("secret", LargeBinary, comment="sealed; see shared.persistence.vault"),
    Column("customer_numbers", Text, nullable=False),
    Column("customer_kinds", ARRAY(Text), nullable=False),
    Column("concurrency", Integer, nullable=False),
    Index(
        "uq_connections_organisation_id_name",
        "organisation_id",
        "name",
        unique=True,
        postgresql_where=text("archived_at IS NULL"),
    ),
)

breakers = Table(
    "breakers",
    metadata,
    Column("connection_id", Uuid, ForeignKey("connections.id"), primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("probes", Integer, nullable=False),
    Column("blocked_until", DateTime(timezone=True)),
    Column("last_contact_at", DateTime(timezone=True)),
    Column("last_error_kind", Text),
    Column("last_error_text", Text),
)

jobs = Table(
    "jobs",
    metadata,
    *child_columns(),
    _of_connection(),
    Column("entity_kind", Text, nullable=False),
    Column("entity_id", Uuid, nullable=False, comment="crm owns it"),
    Column("wanted_version", BigInteger, nullable=False),
    Column("done_version", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", DateTime(timezone=True), nullable=False),
    Column("first_failed_at", DateTime(timezone=True)),
    Column("last_error_kind", Text),
    Column("last_error_text", Text),
    Column("lease_token", Uuid, comment="the attempt that holds the job"),
    Column("lease_until", DateTime(timezone=True)),
    Column("woken_at", DateTime(timezone=True), comment="when a worker was last told"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Index(
        "uq_jobs_connection_id_entity_kind_entity_id",
        "connection_id",
        "entity_kind",
        "entity_id",
        unique=True,
    ),
    Index(
        "ix_jobs_open",
        "connection_id",
        "next_at",
        postgresql_where=text("wanted_version > done_version"),
    ),
)

links = Table(
    "links",
    metadata,
    *child_columns(),
    _of_connection(),
    Column("entity_kind", Text, nullable=False),
    Column("entity_id", Uuid, nullable=False, comment="crm owns it"),
    Column("external_id", Text, nullable=False),
    Column("external_number", Text),
    Column("base", JSONB, nullable=False, comment="what we last sent"),
    Column("seen", JSONB, nullable=False, comment="what stood there after that"),
    Column("synced_version", BigInteger, nullable=False),
    Column(
        "suspended_at",
        DateTime(timezone=True),
        comment="since when another link of the customer, merged with this one's, is used",
    ),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Index(
        "uq_links_connection_id_entity_kind_entity_id",
        "connection_id",
        "entity_kind",
        "entity_id",
        unique=True,
        postgresql_where=text("suspended_at IS NULL"),
    ),
    Index(
        "uq_links_connection_id_entity_kind_external_id",
        "connection_id",
        "entity_kind",
        "external_id",
        unique=True,
    ),
)

attempts = Table(
    "attempts",
    metadata,
    *child_columns(),
    Column("job_id", Uuid, ForeignKey("jobs.id"), nullable=False, index=True),
    _of_connection(),
    Column("entity_kind", Text, nullable=False),
    Column("entity_id", Uuid, nullable=False, comment="crm owns it"),
    Column("version", BigInteger, nullable=False),
    Column("request_digest", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("external_id", Text),
    Column("error_text", Text),
    Column("overwritten", JSONB, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)

add_moving_tables(metadata)
CRM_IDS: Columns = {"customer": (links.c.entity_id,)}
