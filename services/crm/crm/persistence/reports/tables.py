"""Tables of saved reports."""

from shared.persistence.schema import record_columns
from sqlalchemy import Column, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from crm.persistence.customer_lists.tables import shared_columns
from crm.persistence.tables import metadata

saved_reports = Table(
    "saved_reports",
    metadata,
    *record_columns(),
    *shared_columns(),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("definition", JSONB, nullable=False),
)
