"""The table of attachments; contents are kept elsewhere."""

from shared.persistence.schema import record_columns
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, Uuid

from crm.persistence.tables import metadata

attachments = Table(
    "attachments",
    metadata,
    *record_columns(),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it: who put it there"),
    Column("customer_id", Uuid, ForeignKey("customers.id"), index=True),
    Column("contact_id", Uuid, ForeignKey("contacts.id"), index=True),
    Column("activity_id", Uuid, ForeignKey("activities.id"), index=True),
    Column("note_id", Uuid, ForeignKey("notes.id"), index=True),
    Column("sales_case_id", Uuid, index=True, comment="sales owns it"),
    Column("project_id", Uuid, index=True, comment="projects owns it"),
)
Index("ix_attachments_organisation_id_sha256", attachments.c.organisation_id, attachments.c.sha256)
Index(
    "ix_attachments_organisation_id_created_at",
    attachments.c.organisation_id,
    attachments.c.created_at,
)
