"""Table of notifications."""

from shared.persistence.schema import child_columns
from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, text

from crm.persistence.tables import metadata

notifications = Table(
    "notifications",
    metadata,
    *child_columns(),
    Column("user_id", Uuid, nullable=False, comment="identity owns it: who is told"),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("ref_kind", Text, nullable=False),
    Column("ref_id", Uuid, nullable=False),
    Column("actor_id", Uuid, comment="identity owns it"),
    Column("occurrence_start", Text),
    Column("starts", Text, comment="an instant or a day, as texts of activities"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
)
Index(
    "uq_notifications_organisation_id_user_id_key",
    notifications.c.organisation_id,
    notifications.c.user_id,
    notifications.c.key,
    unique=True,
)
Index(
    "ix_notifications_user_id_created_at",
    notifications.c.user_id,
    notifications.c.created_at,
    notifications.c.id,
)
Index(
    "ix_notifications_user_id_unread",
    notifications.c.user_id,
    postgresql_where=text("read_at IS NULL"),
)
