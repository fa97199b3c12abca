"""Tables of saved reports and their schedules."""

from shared.persistence.schema import record_columns
from sqlalchemy import Column, DateTime, ForeignKey, SmallInteger, Table, Text, Uuid
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

report_schedules = Table(
    "report_schedules",
    metadata,
    *record_columns(),
    Column("saved_report_id", Uuid, ForeignKey("saved_reports.id"), nullable=False, index=True),
    Column("user_id", Uuid, nullable=False, comment="identity owns it: who is told"),
    Column("every", Text, nullable=False),
    Column("weekday", SmallInteger),
    Column("month_day", SmallInteger),
    Column("at", Text, nullable=False, comment="HH:MM"),
    Column("time_zone", Text, nullable=False),
    Column("next_at", DateTime(timezone=True), nullable=False),
)
