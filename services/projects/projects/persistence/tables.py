"""
Tables of projects; Alembic compares migrations against them.

Amounts are in the row's one ``currency``, labour cost in the organisation's base currency.
"""

from shared.persistence.schema import child_columns, new_metadata, record_columns
from shared.persistence.search_index import search_entries
from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = new_metadata()
search_entries(metadata)

_LIVE = text("archived_at IS NULL")


def _currency() -> Column:
    return Column("currency", CHAR(3), nullable=False)


projects = Table(
    "projects",
    metadata,
    *record_columns(),
    Column("project_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("customer_id", Uuid, comment="crm owns it; null for internal work"),
    Column("sales_case_id", Uuid, comment="sales owns it"),
    Column("quote_id", Uuid, comment="quoting owns it"),
    Column("manager_id", Uuid, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it"),
    Column("status", Text, nullable=False),
    _currency(),
    Column("start", Date),
    Column("deadline", Date),
    Column("planned_minutes", Integer, nullable=False),
    Column(
        "member_ids",
        ARRAY(Uuid),
        nullable=False,
        server_default=text("'{}'::uuid[]"),
        comment="identity owns them",
    ),
    Column("custom", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("ix_projects_member_ids", "member_ids", postgresql_using="gin"),
    Index("uq_projects_organisation_id_project_no", "organisation_id", "project_no", unique=True),
    # Archived ones count too: an accepted quote opens one project, ever.
    Index("uq_projects_organisation_id_quote_id", "organisation_id", "quote_id", unique=True),
    Index("ix_projects_organisation_id_customer_id", "organisation_id", "customer_id"),
    Index("ix_projects_organisation_id_sales_case_id", "organisation_id", "sales_case_id"),
    Index("ix_projects_organisation_id_manager_id", "organisation_id", "manager_id"),
    Index("ix_projects_organisation_id_created_at", "organisation_id", "created_at"),
)

contract_lines = Table(
    "contract_lines",
    metadata,
    *child_columns(),
    Column("project_id", Uuid, ForeignKey("projects.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="fixed or time"),
    Column("description", Text, nullable=False),
    Column("quantity", Numeric(18, 6), nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_price_minor", BigInteger, nullable=False),
    Column("net_minor", BigInteger, nullable=False),
    Column("vat_bp", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("quote_line_id", Uuid, comment="quoting owns it"),
    Column("product_id", Uuid, comment="quoting owns it"),
    Column("allocated_minor", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("allocated_minor BETWEEN 0 AND abs(net_minor)", name="allocated_within_amount"),
)

phases = Table(
    "phases",
    metadata,
    *record_columns(),
    Column("project_id", Uuid, ForeignKey("projects.id"), nullable=False, index=True),
    Column("parent_id", Uuid, ForeignKey("phases.id")),
    Column("name", Text, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("estimate_minutes", Integer, nullable=False),
)

resources = Table(
    "resources",
    metadata,
    *record_columns(),
    Column("user_id", Uuid, nullable=False, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it"),
    _currency(),
    Column("job_title", Text),
    Column("roles", ARRAY(Text), nullable=False),
    Column("skills", ARRAY(Text), nullable=False),
    Column("billing_rate_minor", BigInteger),
    Column("active_from", Date),
    Column("active_to", Date),
    Index(
        "uq_resources_organisation_id_user_id",
        "organisation_id",
        "user_id",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

work_contracts = Table(
    "work_contracts",
    metadata,
    *record_columns(),
    Column("user_id", Uuid, nullable=False, comment="identity owns it"),
    _currency(),
    Column("minutes_per_weekday", ARRAY(SmallInteger), nullable=False, comment="Monday first"),
    Column("cost_rate_minor", BigInteger, nullable=False, comment="per hour; class salary"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Index("ix_work_contracts_organisation_id_user_id", "organisation_id", "user_id"),
)

time_entries = Table(
    "time_entries",
    metadata,
    *record_columns(),
    Column("user_id", Uuid, nullable=False, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it; the person's when the work was done"),
    Column("project_id", Uuid, ForeignKey("projects.id")),
    Column("phase_id", Uuid, ForeignKey("phases.id")),
    Column("contract_line_id", Uuid, ForeignKey("contract_lines.id")),
    Column("sales_case_id", Uuid, comment="sales owns it"),
    Column("customer_id", Uuid, comment="crm owns it"),
    Column("work_date", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("billing", Text, nullable=False, comment="hourly, fixed or none"),
    Column("description", Text),
    Column("status", Text, nullable=False),
    _currency(),
    Column("price_minor", BigInteger, comment="per hour"),
    Column("cost_rate_minor", BigInteger, comment="per hour, base currency; class salary"),
    Column("cost_minor", BigInteger, comment="of all minutes, base currency; null: not known"),
    Column("allocated_minutes", Integer, nullable=False, server_default="0"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_within_a_day"),
    CheckConstraint("allocated_minutes BETWEEN 0 AND minutes", name="allocated_within_minutes"),
    CheckConstraint("project_id IS NOT NULL OR sales_case_id IS NOT NULL", name="has_a_target"),
    Index("ix_time_entries_organisation_id_user_id_work_date", "organisation_id", "user_id",
          "work_date"),
    Index("ix_time_entries_organisation_id_work_date", "organisation_id", "work_date"),
    Index("ix_time_entries_organisation_id_created_at", "organisation_id", "created_at"),
    Index("ix_time_entries_project_id_work_date", "project_id", "work_date"),
    Index("ix_time_entries_organisation_id_customer_id", "organisation_id", "customer_id"),
    Index("ix_time_entries_sales_case_id", "sales_case_id",
          postgresql_where=text("sales_case_id IS NOT NULL")),
    Index(
        "ix_time_entries_project_id_unbilled",
        "project_id",
        postgresql_where=text(
            "archived_at IS NULL AND billing = 'hourly' AND allocated_minutes < minutes"
        ),
    ),
)  # fmt: skip

expenses = Table(
    "expenses",
    metadata,
    *record_columns(),
    Column("project_id", Uuid, ForeignKey("projects.id"), nullable=False, index=True),
    Column("user_id", Uuid, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it"),
    Column("customer_id", Uuid, comment="crm owns it"),
    Column("spent_on", Date, nullable=False),
    Column("description", Text, nullable=False),
    _currency(),
    Column("amount_minor", BigInteger, nullable=False),
    Column("vat_bp", Integer, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("external_ref", Text),
    Column("allocated_minor", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("allocated_minor BETWEEN 0 AND amount_minor", name="allocated_within_amount"),
    Index(
        "uq_expenses_organisation_id_external_ref",
        "organisation_id",
        "external_ref",
        unique=True,
        postgresql_where=text("archived_at IS NULL AND external_ref IS NOT NULL"),
    ),
    Index("ix_expenses_organisation_id_customer_id", "organisation_id", "customer_id"),
)

invoices = Table(
    "invoices",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False, comment="invoice or credit_note"),
    Column("credits_invoice_id", Uuid, ForeignKey("invoices.id")),
    Column("invoice_no", Text),
    Column("customer_id", Uuid, nullable=False, comment="crm owns it"),
    Column("project_id", Uuid, ForeignKey("projects.id")),
    Column("sales_case_id", Uuid, comment="sales owns it"),
    Column("manager_id", Uuid, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it"),
    Column("status", Text, nullable=False),
    _currency(),
    Column("issued_on", Date),
    Column("due_on", Date),
    Column("buyer_reference", Text),
    Column("order_reference", Text),
    Column("note", Text),
    Column("customer", JSONB, comment="the customer as it was at issue"),
    Column("vat_groups", JSONB, nullable=False),
    Column("net_minor", BigInteger, nullable=False),
    Column("vat_minor", BigInteger, nullable=False),
    Column("gross_minor", BigInteger, nullable=False),
    Column("paid_minor", BigInteger, nullable=False),
    Column("credited_minor", BigInteger, nullable=False),
    Index("uq_invoices_organisation_id_invoice_no", "organisation_id", "invoice_no", unique=True),
    Index("ix_invoices_organisation_id_customer_id", "organisation_id", "customer_id"),
    Index("ix_invoices_project_id", "project_id"),
    Index("ix_invoices_credits_invoice_id", "credits_invoice_id"),
    Index("ix_invoices_organisation_id_issued_on", "organisation_id", "issued_on"),
    Index("ix_invoices_organisation_id_created_at", "organisation_id", "created_at"),
    Index("ix_invoices_drafts", "organisation_id", postgresql_where=text("status = 'draft'")),
)

invoice_lines = Table(
    "invoice_lines",
    metadata,
    *child_columns(),
    Column("invoice_id", Uuid, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("source", Text, nullable=False, comment="time, fixed, expense or free"),
    Column("contract_line_id", Uuid, ForeignKey("contract_lines.id")),
    Column("description", Text, nullable=False),
    Column("quantity", Numeric(18, 6), nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_price_minor", BigInteger, nullable=False),
    Column("net_minor", BigInteger, nullable=False),
    Column("vat_bp", Integer, nullable=False),
    Column("minutes", Integer),
)

invoice_payments = Table(
    "invoice_payments",
    metadata,
    *child_columns(),
    Column("invoice_id", Uuid, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("external_ref", Text),
    Index(
        "uq_invoice_payments_organisation_id_external_ref",
        "organisation_id",
        "external_ref",
        unique=True,
        postgresql_where=text("external_ref IS NOT NULL"),
    ),
)

invoice_allocations = Table(
    "invoice_allocations",
    metadata,
    *child_columns(),
    Column("source_type", Text, nullable=False, comment="time, fixed, expense or free"),
    Column("source_id", Uuid, nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="bill, write_off or credit"),
    Column("quantity", BigInteger, nullable=False, comment="minutes for time, else minor units"),
    Column("amount_minor", BigInteger, nullable=False),
    Column("invoice_id", Uuid, ForeignKey("invoices.id"), index=True),
    Column("invoice_line_id", Uuid, ForeignKey("invoice_lines.id")),
    Column("reverses_id", Uuid, ForeignKey("invoice_allocations.id"), index=True),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint(
        "(kind = 'credit') = (reverses_id IS NOT NULL)", name="credit_names_what_it_reverses"
    ),
    CheckConstraint("kind = 'write_off' OR invoice_line_id IS NOT NULL", name="billed_on_a_line"),
)
