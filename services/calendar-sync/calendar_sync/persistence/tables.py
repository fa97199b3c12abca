"""calendar_sync's tables; Alembic compares against them."""

from shared.persistence.schema import child_columns, new_metadata, record_columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
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


def _person() -> list[Column]:
    return [
        Column("user_id", Uuid, nullable=False, index=True, comment="identity owns it"),
        Column("unit_id", Uuid, comment="identity owns it"),
    ]


activities = Table(
    "activities",
    metadata,
    *child_columns(),
    Column("version", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it"),
    Column("participant_ids", ARRAY(Uuid), nullable=False),
    Column("people", ARRAY(Uuid), nullable=False, comment="owner and participants"),
    Column("body", Text),
    Column("location", Text),
    Column("all_day", Boolean, nullable=False),
    Column("start_at", DateTime(timezone=True)),
    Column("end_at", DateTime(timezone=True)),
    Column("start_on", Date),
    Column("end_on", Date),
    Column("begins_at", DateTime(timezone=True), comment="for windows; days count in UTC"),
    Column("ends_at", DateTime(timezone=True)),
    Column("time_zone", Text),
    Column("recurrence", Text),
    Column("privacy", Text, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("ical_uid", Text),
    Column("changes", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Index("ix_activities_people", "people", postgresql_using="gin"),
)

accounts = Table(
    "accounts",
    metadata,
    *record_columns(),
    *_person(),
    Column("provider", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("secret", LargeBinary, comment="sealed; see shared.persistence.vault"),
    Column("status", Text, nullable=False),
    Index(
        "uq_accounts_organisation_id_user_id_url",
        "organisation_id",
        "user_id",
        "url",
        unique=True,
        postgresql_where=text("archived_at IS NULL"),
    ),
)

bindings = Table(
    "bindings",
    metadata,
    *record_columns(),
    Column("account_id", Uuid, ForeignKey("accounts.id"), nullable=False, index=True),
    *_person(),
    Column("external_calendar_id", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("privacy", Text, nullable=False),
)


def _of_binding() -> Column:
    return Column("binding_id", Uuid, ForeignKey("bindings.id"), nullable=False)


sync_states = Table(
    "sync_states",
    metadata,
    Column("binding_id", Uuid, ForeignKey("bindings.id"), primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("fence", BigInteger, nullable=False, comment="rises with every lease"),
    Column("lease_until", DateTime(timezone=True)),
    Column("woken_at", DateTime(timezone=True), comment="when a worker was last told"),
    Column("failures", Integer, nullable=False),
    Column("blocked_until", DateTime(timezone=True)),
    Column("last_error_kind", Text),
    Column("last_error_text", Text),
    Column("last_synced_at", DateTime(timezone=True)),
    Column("cursor", Text, comment="how far the calendar's changes were read"),
)

operations = Table(
    "operations",
    metadata,
    *child_columns(),
    _of_binding(),
    Column("activity_id", Uuid, nullable=False, comment="crm owns it"),
    Column("wanted_version", BigInteger, nullable=False),
    Column("done_version", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("tried_at", DateTime(timezone=True), comment="set while the outcome is not known"),
    Column("last_error_kind", Text),
    Column("last_error_text", Text),
    Index("uq_operations_binding_id_activity_id", "binding_id", "activity_id", unique=True),
    Index(
        "ix_operations_pending",
        "binding_id",
        "attempts",
        postgresql_where=text("state = 'pending'"),
    ),
)

links = Table(
    "links",
    metadata,
    *child_columns(),
    _of_binding(),
    Column("activity_id", Uuid, nullable=False, index=True, comment="crm owns it"),
    Column("href", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("ical_uid", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("digest", Text, nullable=False, comment="of the event as we last wrote it"),
    Column("synced_version", BigInteger, nullable=False),
    Column("tombstone_at", DateTime(timezone=True)),
    Index("uq_links_binding_id_activity_id", "binding_id", "activity_id", unique=True),
    Index("uq_links_binding_id_href", "binding_id", "href", unique=True),
)

conflicts = Table(
    "conflicts",
    metadata,
    *child_columns(),
    _of_binding(),
    *_person(),
    Column("activity_id", Uuid, nullable=False, comment="crm owns it"),
    Column("reason", Text, nullable=False),
    Column("detail", Text),
    Column("ours", JSONB, nullable=False),
    Column("theirs", JSONB, nullable=False),
    Column("resolution", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Index("ix_conflicts_binding_id", "binding_id"),
)

feeds = Table(
    "feeds",
    metadata,
    *record_columns(),
    *_person(),
    Column("name", Text, nullable=False),
    Column("privacy", Text, nullable=False),
    Column("locale", Text, nullable=False),
)

# Read before anybody knows whose feed it is, so without row-level security; holds no content.
feed_addresses = Table(
    "feed_addresses",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("feed_id", Uuid, ForeignKey("feeds.id"), nullable=False, unique=True),
    Column("last_read_at", DateTime(timezone=True)),
    info={"across_organisations": True},
)
