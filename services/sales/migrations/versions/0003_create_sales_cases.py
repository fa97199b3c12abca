"""
Create sales cases with their lines and their history.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_sales_cases()
    _create_case_lines()
    _create_case_changes()
    _keep_changes_as_they_are()
    protect(op, "sales_cases", "case_lines", "case_changes")


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _create_sales_cases() -> None:
    op.create_table(
        "sales_cases",
        *_record(),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("contact_id", sa.Uuid(), comment="crm owns it"),
        sa.Column("partner_id", sa.Uuid(), comment="a customer; crm owns it"),
        sa.Column("salesperson_id", sa.Uuid(), nullable=False, comment="a user; identity owns it"),
        sa.Column(
            "team_ids", sa.ARRAY(sa.Uuid()), nullable=False, comment="users; identity owns them"
        ),
        sa.Column("unit_id", sa.Uuid(), comment="identity owns it"),
        sa.Column("cost_centre_id", sa.Uuid(), comment="identity owns it"),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="open, won, lost or cancelled"),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("value_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("value_source", sa.Text(), nullable=False, comment="manual, lines or quote"),
        sa.Column("probability_bp", sa.Integer(), nullable=False),
        sa.Column(
            "probability_source", sa.Text(), nullable=False, comment="stage, user or decision"
        ),
        sa.Column("expected_order_date", sa.Date()),
        sa.Column("first_expected_order_date", sa.Date()),
        sa.Column("postponements", sa.Integer(), nullable=False),
        sa.Column("expected_start", sa.Date()),
        sa.Column("lead_source_id", sa.Uuid()),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("lost_reason_id", sa.Uuid()),
        sa.Column("lost_comment", sa.Text()),
        sa.Column("competitor", sa.Text()),
        sa.Column("primary_quote_id", sa.Uuid(), comment="quoting owns it"),
        sa.Column("external_id", sa.Text(), comment="what the case is called where it came from"),
        sa.Column("description", sa.Text()),
        sa.Column("salesperson_touched_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["lead_source_id"], ["lead_sources.id"], name="fk_sales_cases_lead_source_id"
        ),
        sa.ForeignKeyConstraint(
            ["lost_reason_id"], ["lost_reasons.id"], name="fk_sales_cases_lost_reason_id"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["sales_processes.id"], name="fk_sales_cases_process_id"
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["sales_stages.id"], name="fk_sales_cases_stage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sales_cases"),
    )
    op.create_index("ix_sales_cases_lead_source_id", "sales_cases", ["lead_source_id"])
    op.create_index("ix_sales_cases_lost_reason_id", "sales_cases", ["lost_reason_id"])
    op.create_index("ix_sales_cases_organisation_id", "sales_cases", ["organisation_id"])
    op.create_index(
        "ix_sales_cases_organisation_id_created_at",
        "sales_cases",
        ["organisation_id", "created_at", "id"],
    )
    op.create_index(
        "ix_sales_cases_organisation_id_customer_id",
        "sales_cases",
        ["organisation_id", "customer_id"],
    )
    op.create_index(
        "ix_sales_cases_organisation_id_salesperson_id",
        "sales_cases",
        ["organisation_id", "salesperson_id"],
    )
    op.create_index(
        "ix_sales_cases_organisation_id_status",
        "sales_cases",
        ["organisation_id", "status", "closed_on"],
    )
    op.create_index(
        "ix_sales_cases_organisation_id_unit_id", "sales_cases", ["organisation_id", "unit_id"]
    )
    op.create_index("ix_sales_cases_process_id", "sales_cases", ["process_id"])
    op.create_index("ix_sales_cases_stage_id", "sales_cases", ["stage_id"])
    op.create_index(
        "uq_sales_cases_organisation_id_case_no",
        "sales_cases",
        ["organisation_id", "case_no"],
        unique=True,
    )
    op.create_index(
        "uq_sales_cases_organisation_id_external_id",
        "sales_cases",
        ["organisation_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL AND archived_at IS NULL"),
    )


def _create_case_lines() -> None:
    op.create_table(
        "case_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), comment="quoting owns it"),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_currency", sa.CHAR(length=3), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["sales_cases.id"], name="fk_case_lines_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_lines"),
    )
    op.create_index("ix_case_lines_case_id", "case_lines", ["case_id"])
    op.create_index("ix_case_lines_organisation_id", "case_lines", ["organisation_id"])


def _create_case_changes() -> None:
    op.create_table(
        "case_changes",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "valid_until", sa.DateTime(timezone=True), comment="null while it holds; set once"
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("value_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("probability_bp", sa.Integer(), nullable=False),
        sa.Column("probability_source", sa.Text(), nullable=False),
        sa.Column("expected_order_date", sa.Date()),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid()),
        sa.Column("cost_centre_id", sa.Uuid()),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["sales_cases.id"], name="fk_case_changes_case_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_case_changes"),
        comment="append-only: the whole state of a case from one instant until the next",
    )
    op.create_index("ix_case_changes_case_id", "case_changes", ["case_id", "valid_from", "seq"])
    op.create_index(
        "ix_case_changes_organisation_id_valid_until",
        "case_changes",
        ["organisation_id", "valid_until"],
    )
    op.create_index("ix_case_changes_stage_id", "case_changes", ["stage_id"])


def _keep_changes_as_they_are() -> None:
    """History is added to, never rewritten; a row is told once until when it held."""
    op.execute(
        """
        CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'UPDATE' AND OLD.valid_until IS NULL AND NEW.valid_until IS NOT NULL
                AND to_jsonb(NEW) - 'valid_until' = to_jsonb(OLD) - 'valid_until'
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the history of a case is never changed';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER refuse_rewriting_history BEFORE UPDATE OR DELETE ON case_changes "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history()"
    )
