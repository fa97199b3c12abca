"""Columns and tables that every service database has alike."""

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


def record_columns() -> list[Column]:
    """Columns of an aggregate's table."""
    return [
        Column("id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, nullable=False, index=True),
        Column("version", Integer, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("updated_at", DateTime(timezone=True), nullable=False),
        Column("archived_at", DateTime(timezone=True)),
    ]


def child_columns() -> list[Column]:
    """Columns of the table of an aggregate's parts."""
    return [
        Column("id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, nullable=False, index=True),
    ]


def money_columns(name: str, *, nullable: bool = False) -> list[Column]:
    """The two columns of an amount: ``<name>_minor`` and ``<name>_currency``."""
    return [
        Column(f"{name}_minor", BigInteger, nullable=nullable),
        Column(f"{name}_currency", CHAR(3), nullable=nullable),
    ]


def new_metadata() -> MetaData:
    """Metadata with the naming convention and the infrastructure tables."""
    metadata = MetaData(naming_convention=_NAMES)
    _outgoing_table(metadata)
    _incoming_tables(metadata)
    _request_tables(metadata)
    _shared_tables(metadata)
    _privacy_tables(metadata)
    return metadata


def _outgoing_table(metadata: MetaData) -> None:
    outbox = Table(
        "outbox_messages",
        metadata,
        Column("seq", BigInteger, Identity(), primary_key=True),
        Column("message_id", Uuid, nullable=False, unique=True),
        Column("shard", SmallInteger, nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("aggregate_version", BigInteger, nullable=False),
        Column("exchange", Text, nullable=False),
        Column("routing_key", Text, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
        Column("published_at", DateTime(timezone=True)),
    )
    Index(
        "ix_outbox_messages_unpublished",
        outbox.c.shard,
        outbox.c.seq,
        postgresql_where=text("published_at IS NULL"),
    )


def _incoming_tables(metadata: MetaData) -> None:
    Table(
        "inbox_messages",
        metadata,
        Column("message_id", Uuid, primary_key=True),
        Column("handler", Text, primary_key=True),
        Column("body_hash", LargeBinary, nullable=False),
        Column("handled_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    Table(
        "parked_messages",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, comment="None when the message did not say"),
        Column("queue", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("parked_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
        Column("resolved_at", DateTime(timezone=True)),
        Column("resolution", Text, comment="replayed or discarded"),
        Column("resolved_by", Uuid),
    )


def _request_tables(metadata: MetaData) -> None:
    Table(
        "idempotency_keys",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("actor_id", Uuid, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("route", Text, nullable=False),
        Column("body_hash", Text, nullable=False),
        Column("response", LargeBinary),
        Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    )
    Table(
        "audit_entries",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("actor_id", Uuid, nullable=False),
        Column("on_behalf_of", Uuid),
        Column("source", Text, nullable=False),
        Column("action", Text, nullable=False, comment="created, changed or removed"),
        Column("entity", Text, nullable=False),
        Column("entity_id", Uuid, nullable=False),
        Column("entity_version", Integer),
        Column("changes", JSONB, nullable=False, comment="field to [old, new]"),
        Column("correlation_id", Text, nullable=False),
        Index("ix_audit_entries_organisation_id_entity_id", "organisation_id", "entity_id"),
        Index("ix_audit_entries_organisation_id_at", "organisation_id", "at"),
    )


def _shared_tables(metadata: MetaData) -> None:
    Table(
        "due_items",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, nullable=False),
        Column("kind", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("due_at", DateTime(timezone=True), nullable=False, index=True),
        Column("payload", JSONB, nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("last_error", Text),
        Index(
            "uq_due_items_organisation_id_kind_key", "organisation_id", "kind", "key", unique=True
        ),
    )
    Table(
        "number_series",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("series", Text, primary_key=True),
        Column("next_no", BigInteger, nullable=False),
    )
    Table(
        "reference_copies",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("id", Uuid, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("name", Text, nullable=False),
        Column("number", Text),
        Column("owner_id", Uuid),
        Column("unit_id", Uuid),
        Column("status", Text),
        Column("archived", Boolean, nullable=False, server_default=text("false")),
        Column("data", JSONB, nullable=False),
    )


def _privacy_tables(metadata: MetaData) -> None:
    Table(
        "privacy_steps",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("request_id", Uuid, primary_key=True),
        Column("round_no", SmallInteger, primary_key=True),
        Column("counts", JSONB, nullable=False),
        Column("done_at", DateTime(timezone=True), nullable=False),
        comment="which requests to forget a person were carried out here",
    )
    Table(
        "export_chunks",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("export_id", Uuid, primary_key=True),
        Column("seq", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False, comment="of the file it is a piece of"),
        Column("rows", Integer, nullable=False),
        Column("content", LargeBinary, nullable=False, comment="deflated"),
        Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    )


# Tables that came after every service's first migration.
LATER_TABLES = frozenset({"privacy_steps", "export_chunks"})

# Tables that hold more than one organisation's rows and are read or pruned across them.
NOT_TENANT_TABLES = frozenset(
    {
        "outbox_messages",
        "inbox_messages",
        "parked_messages",
        "due_items",
        "idempotency_keys",
        "alembic_version",
    }
)
