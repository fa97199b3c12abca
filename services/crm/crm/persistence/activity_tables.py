"""Tables of activities, notes and the timeline."""

from shared.persistence.schema import child_columns, money_columns, record_columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from crm.persistence.tables import NO_IDS, guarded_columns, metadata

activities = Table(
    "activities",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text),
    Column("location", Text),
    Column("all_day", Boolean, nullable=False),
    Column("start_at", DateTime(timezone=True)),
    Column("end_at", DateTime(timezone=True)),
    Column("start_on", Date),
    Column("end_on", Date),
    Column("time_zone", Text),
    Column("due_on", Date),
    *guarded_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), index=True),
    Column("contact_ids", ARRAY(Uuid), nullable=False, server_default=NO_IDS),
    Column("sales_case_id", Uuid, index=True, comment="sales owns it"),
    Column("project_id", Uuid, index=True, comment="projects owns it"),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("completed_at", DateTime(timezone=True)),
    Column("recurrence", Text),
    Column("privacy", Text, nullable=False),
    Column("priority", Text, nullable=False, server_default="normal"),
    Column("time_adjusted", Text, comment="gap or fold"),
    Column("ical_uid", Text),
    Column("external_id", Text, comment="what another system calls it"),
    Column("ends_at", DateTime(timezone=True), comment="of series: over by then; None: never"),
    Column("open_end_at", DateTime(timezone=True), comment="of series: the first open one's end"),
    Column("open_end_on", Date),
)
Index(
    "uq_activities_organisation_id_ical_uid",
    activities.c.organisation_id,
    activities.c.ical_uid,
    unique=True,
)
Index(
    "ix_activities_organisation_id_recurring",
    activities.c.organisation_id,
    activities.c.start_at,
    postgresql_where=activities.c.recurrence.is_not(None),
)
Index(
    "uq_activities_organisation_id_external_id",
    activities.c.organisation_id,
    activities.c.external_id,
    unique=True,
    postgresql_where=text("external_id IS NOT NULL AND archived_at IS NULL"),
)
Index(
    "ix_activities_organisation_id_owner_id_start_at",
    activities.c.organisation_id,
    activities.c.owner_id,
    activities.c.start_at,
)
Index("ix_activities_contact_ids", activities.c.contact_ids, postgresql_using="gin")
Index(
    "ix_activities_organisation_id_created_at",
    activities.c.organisation_id,
    activities.c.created_at,
)

activity_participants = Table(
    "activity_participants",
    metadata,
    *child_columns(),
    Column("activity_id", Uuid, ForeignKey("activities.id"), nullable=False, index=True),
    Column("user_id", Uuid, index=True, comment="identity owns it"),
    Column("contact_id", Uuid, ForeignKey("contacts.id")),
    Column("email", Text),
    Column("response", Text, nullable=False),
    Column("organiser", Boolean, nullable=False, server_default=false()),
)

occurrence_changes = Table(
    "occurrence_changes",
    metadata,
    *child_columns(),
    Column("activity_id", Uuid, ForeignKey("activities.id"), nullable=False),
    Column("occurrence_start", Text, nullable=False),
    Column("is_excluded", Boolean, nullable=False),
    Column("is_moved", Boolean, nullable=False),
    Column("subject", Text),
    Column("body", Text),
    Column("location", Text),
    Column("all_day", Boolean, nullable=False),
    Column("start_at", DateTime(timezone=True)),
    Column("end_at", DateTime(timezone=True)),
    Column("start_on", Date),
    Column("end_on", Date),
    Column("time_zone", Text),
    Column("time_adjusted", Text),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("completed_at", DateTime(timezone=True)),
)
Index(
    "ix_occurrence_changes_activity_id_occurrence_start",
    occurrence_changes.c.activity_id,
    occurrence_changes.c.occurrence_start,
)

notes = Table(
    "notes",
    metadata,
    *record_columns(),
    Column("body", Text, nullable=False),
    *guarded_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), index=True),
    Column("contact_id", Uuid, ForeignKey("contacts.id"), index=True),
    Column("sales_case_id", Uuid, index=True, comment="sales owns it"),
    Column("project_id", Uuid, index=True, comment="projects owns it"),
    Column("privacy", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("mentions", ARRAY(Uuid), nullable=False, server_default=NO_IDS),
)

timeline_entries = Table(
    "timeline_entries",
    metadata,
    *child_columns(),
    Column("key", Text, nullable=False),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("ref_kind", Text, nullable=False),
    Column("ref_id", Uuid, nullable=False, index=True),
    Column("ref_version", BigInteger, nullable=False),
    *guarded_columns(),
    *money_columns("amount", nullable=True),
    Column("is_private", Boolean, nullable=False),
)
Index(
    "uq_timeline_entries_organisation_id_key",
    timeline_entries.c.organisation_id,
    timeline_entries.c.key,
    unique=True,
)
Index(
    "ix_timeline_entries_customer_id_at",
    timeline_entries.c.customer_id,
    timeline_entries.c.at,
    timeline_entries.c.id,
)
