"""The tables of sales; Alembic compares the migrations against them."""

from shared.persistence.schema import child_columns, money_columns, new_metadata, record_columns
from shared.persistence.search_index import search_entries
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

LIVE = text("archived_at IS NULL")

metadata = new_metadata()
search_entries(metadata)

sales_processes = Table(
    "sales_processes",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("case_kind", Text),
    Column("is_default", Boolean, nullable=False),
    Index(
        "uq_sales_processes_default",
        "organisation_id",
        unique=True,
        postgresql_where=text("is_default"),
    ),
)

sales_stages = Table(
    "sales_stages",
    metadata,
    *child_columns(),
    Column("process_id", Uuid, ForeignKey("sales_processes.id"), nullable=False, index=True),
    Column("names", JSONB, nullable=False, comment="language to name"),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="open, won or lost"),
    Column("probability_bp", Integer, nullable=False),
    Column("entry_requirements", ARRAY(Text), nullable=False),
    Column("expected_days", Integer),
    Column("retired_at", DateTime(timezone=True)),
)


def _listed(name: str) -> Table:
    return Table(
        name,
        metadata,
        *record_columns(),
        Column("code", Text, nullable=False),
        Column("names", JSONB, nullable=False, comment="language to name"),
        Column("position", Integer, nullable=False),
        Column("active", Boolean, nullable=False),
        Index(
            f"uq_{name}_organisation_id_code",
            "organisation_id",
            "code",
            unique=True,
            postgresql_where=LIVE,
        ),
    )


lead_sources = _listed("lead_sources")
lost_reasons = _listed("lost_reasons")

sales_cases = Table(
    "sales_cases",
    metadata,
    *record_columns(),
    Column("case_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("customer_id", Uuid, nullable=False, comment="crm owns it"),
    Column("contact_id", Uuid, comment="crm owns it"),
    Column("partner_id", Uuid, comment="a customer; crm owns it"),
    Column("salesperson_id", Uuid, nullable=False, comment="a user; identity owns it"),
    Column("team_ids", ARRAY(Uuid), nullable=False, comment="users; identity owns them"),
    Column("unit_id", Uuid, comment="identity owns it"),
    Column("cost_centre_id", Uuid, comment="identity owns it"),
    Column("process_id", Uuid, ForeignKey("sales_processes.id"), nullable=False, index=True),
    Column("stage_id", Uuid, ForeignKey("sales_stages.id"), nullable=False, index=True),
    Column("status", Text, nullable=False, comment="open, won, lost or cancelled"),
    *money_columns("value"),
    Column("value_source", Text, nullable=False, comment="manual, lines or quote"),
    Column("probability_bp", Integer, nullable=False),
    Column("probability_source", Text, nullable=False, comment="stage, user or decision"),
    Column("expected_order_date", Date),
    Column("first_expected_order_date", Date),
    Column("postponements", Integer, nullable=False),
    Column("expected_start", Date),
    Column("lead_source_id", Uuid, ForeignKey("lead_sources.id"), index=True),
    Column("received_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("lost_reason_id", Uuid, ForeignKey("lost_reasons.id"), index=True),
    Column("lost_comment", Text),
    Column("competitor", Text),
    Column("primary_quote_id", Uuid, comment="quoting owns it"),
    Column("external_id", Text, comment="what the case is called where it came from"),
    Column("description", Text),
    Column("salesperson_touched_at", DateTime(timezone=True)),
    Column("custom", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("uq_sales_cases_organisation_id_case_no", "organisation_id", "case_no", unique=True),
    Index(
        "uq_sales_cases_organisation_id_external_id",
        "organisation_id",
        "external_id",
        unique=True,
        postgresql_where=text("external_id IS NOT NULL AND archived_at IS NULL"),
    ),
    Index("ix_sales_cases_organisation_id_created_at", "organisation_id", "created_at", "id"),
    Index("ix_sales_cases_organisation_id_customer_id", "organisation_id", "customer_id"),
    Index("ix_sales_cases_organisation_id_salesperson_id", "organisation_id", "salesperson_id"),
    Index("ix_sales_cases_organisation_id_unit_id", "organisation_id", "unit_id"),
    Index("ix_sales_cases_organisation_id_status", "organisation_id", "status", "closed_on"),
)

case_lines = Table(
    "case_lines",
    metadata,
    *child_columns(),
    Column("case_id", Uuid, ForeignKey("sales_cases.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("product_id", Uuid, comment="quoting owns it"),
    Column("description", Text, nullable=False),
    Column("quantity", Numeric(14, 4), nullable=False),
    *money_columns("unit_price"),
)

case_changes = Table(
    "case_changes",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("case_id", Uuid, ForeignKey("sales_cases.id"), nullable=False),
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_until", DateTime(timezone=True), comment="null while it holds; set once"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("process_id", Uuid, nullable=False),
    Column("stage_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    *money_columns("value"),
    Column("probability_bp", Integer, nullable=False),
    Column("probability_source", Text, nullable=False),
    Column("expected_order_date", Date),
    Column("received_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("customer_id", Uuid, nullable=False),
    Column("salesperson_id", Uuid, nullable=False),
    Column("unit_id", Uuid),
    Column("cost_centre_id", Uuid),
    Column("archived", Boolean, nullable=False),
    Index("ix_case_changes_case_id", "case_id", "valid_from", "seq"),
    Index("ix_case_changes_organisation_id_valid_until", "organisation_id", "valid_until"),
    Index("ix_case_changes_stage_id", "stage_id"),
    Index("ix_case_changes_organisation_id_customer_id", "organisation_id", "customer_id"),
    comment="append-only: the whole state of a case from one instant until the next",
)

case_quotes = Table(
    "case_quotes",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("quote_id", Uuid, primary_key=True, comment="quoting owns it"),
    Column("case_id", Uuid, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    *money_columns("net"),
    comment="what quoting tells about quotes of our cases",
)

case_activities = Table(
    "case_activities",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("activity_id", Uuid, primary_key=True, comment="crm owns it"),
    Column("case_id", Uuid),
    Column("version", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, comment="None when private"),
    Column("status", Text, nullable=False),
    Column("happens_at", DateTime(timezone=True), nullable=False, comment="what it is sorted by"),
    Column("at", DateTime(timezone=True)),
    Column("on", Date),
    Column("done_happens_at", DateTime(timezone=True), comment="of a series' last done occurrence"),
    Column("done_at", DateTime(timezone=True)),
    Column("done_on", Date),
    Column("done_subject", Text, comment="None when private"),
    Index("ix_case_activities_organisation_id_case_id", "organisation_id", "case_id"),
    comment="what crm tells about activities of our cases",
)

case_facts = Table(
    "case_facts",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("previous_activity", JSONB(none_as_null=True)),
    Column("next_activity", JSONB(none_as_null=True)),
    Column("invoiced_at", DateTime(timezone=True)),
    comment="what other services tell about cases, ready to be shown",
)
