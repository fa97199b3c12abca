"""Tables of reminders, of those that came, and of what people usually want."""

from shared.persistence.schema import child_columns, record_columns
from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from crm.persistence.tables import metadata

reminders = Table(
    "reminders",
    metadata,
    *record_columns(),
    Column("activity_id", Uuid, ForeignKey("activities.id"), nullable=False, index=True),
    Column("user_id", Uuid, nullable=False, comment="identity owns it"),
    Column("lead_minutes", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("next_at", DateTime(timezone=True)),
)
Index(
    "uq_reminders_activity_id_user_id_channel_lead_minutes",
    reminders.c.activity_id,
    reminders.c.user_id,
    reminders.c.channel,
    reminders.c.lead_minutes,
    unique=True,
    postgresql_where=text("archived_at IS NULL"),
)
Index("ix_reminders_user_id_next_at", reminders.c.user_id, reminders.c.next_at, reminders.c.id)

reminder_firings = Table(
    "reminder_firings",
    metadata,
    *child_columns(),
    Column("activity_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False, comment="identity owns it"),
    Column("channel", Text, nullable=False),
    Column("lead_minutes", Integer, nullable=False),
    Column("starts", Text, nullable=False, comment="when what is reminded of begins"),
    Column("occurrence_start", Text),
    Column("state", Text, nullable=False, comment="told, waiting, sending, sent, refused, …"),
    Column("fired_at", DateTime(timezone=True), nullable=False),
    Column("sending_at", DateTime(timezone=True)),
    Column("sent_at", DateTime(timezone=True)),
)
Index(
    "uq_reminder_firings_activity_id_starts_user_id_channel_lead",
    reminder_firings.c.activity_id,
    reminder_firings.c.starts,
    reminder_firings.c.user_id,
    reminder_firings.c.channel,
    reminder_firings.c.lead_minutes,
    unique=True,
)

reminder_preferences = Table(
    "reminder_preferences",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True, comment="identity owns it"),
    Column("lead_minutes", Integer, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
)
