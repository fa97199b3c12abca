"""Tables of changes of many records."""

from shared.persistence.schema import child_columns, record_columns
from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from crm.persistence.tables import metadata

bulk_edits = Table(
    "bulk_edits",
    metadata,
    *record_columns(),
    Column("entity", Text, nullable=False, comment="customer or contact"),
    Column("selection", JSONB, nullable=False),
    Column("patch", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("done_rows", Integer, nullable=False),
    Column("total_rows", Integer, nullable=False),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it: who asked for it"),
    Column("unit_id", Uuid, comment="identity owns it"),
)

bulk_rows = Table(
    "bulk_rows",
    metadata,
    *child_columns(),
    Column("bulk_edit_id", Uuid, ForeignKey("bulk_edits.id"), nullable=False),
    Column("row_no", Integer, nullable=False),
    Column("record_id", Uuid, nullable=False, comment="a customer or contact"),
    Column("label", Text, nullable=False),
    Column("record_version", Integer, nullable=False, comment="the commit is pinned to it"),
    Column("state", Text, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("inverse", JSONB),
    Column("after_version", Integer, comment="the undo is pinned to it"),
    Column("code", Text),
    Column("message", Text),
)
Index("uq_bulk_rows_bulk_edit_id_row_no", bulk_rows.c.bulk_edit_id, bulk_rows.c.row_no, unique=True)
Index(
    "ix_bulk_rows_bulk_edit_id_state",
    bulk_rows.c.bulk_edit_id,
    bulk_rows.c.state,
    bulk_rows.c.row_no,
)
