"""
Create time entries and expenses.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_time_entries()
    _create_expenses()
    protect(op, "time_entries", "expenses")


def _record() -> list[sa.Column]:
    return [
        *_child(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _child() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    ]


def _create_time_entries() -> None:
    op.create_table(
        "time_entries",
        *_record(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column(
            "unit_id",
            sa.Uuid(),
            nullable=True,
            comment="identity owns it; the person's when the work was done",
        ),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("phase_id", sa.Uuid(), nullable=True),
        sa.Column("contract_line_id", sa.Uuid(), nullable=True),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("customer_id", sa.Uuid(), nullable=True, comment="crm owns it"),
        sa.Column("work_date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("billing", sa.Text(), nullable=False, comment="hourly, fixed or none"),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=True, comment="per hour"),
        sa.Column(
            "cost_rate_minor",
            sa.BigInteger(),
            nullable=True,
            comment="per hour, base currency; class salary",
        ),
        sa.Column(
            "cost_minor",
            sa.BigInteger(),
            nullable=True,
            comment="of all minutes, base currency; null: not known",
        ),
        sa.Column("allocated_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "allocated_minutes BETWEEN 0 AND minutes",
            name=op.f("ck_time_entries_allocated_within_minutes"),
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 1440", name=op.f("ck_time_entries_minutes_within_a_day")
        ),
        sa.CheckConstraint(
            "project_id IS NOT NULL OR sales_case_id IS NOT NULL",
            name=op.f("ck_time_entries_has_a_target"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_line_id"],
            ["contract_lines.id"],
            name=op.f("fk_time_entries_contract_line_id"),
        ),
        sa.ForeignKeyConstraint(["phase_id"], ["phases.id"], name=op.f("fk_time_entries_phase_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_time_entries_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entries")),
    )
    op.create_index(
        op.f("ix_time_entries_organisation_id"), "time_entries", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_time_entries_organisation_id_created_at",
        "time_entries",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_time_entries_organisation_id_customer_id",
        "time_entries",
        ["organisation_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_time_entries_organisation_id_user_id_work_date",
        "time_entries",
        ["organisation_id", "user_id", "work_date"],
        unique=False,
    )
    op.create_index(
        "ix_time_entries_organisation_id_work_date",
        "time_entries",
        ["organisation_id", "work_date"],
        unique=False,
    )
    op.create_index(
        "ix_time_entries_project_id_unbilled",
        "time_entries",
        ["project_id"],
        unique=False,
        postgresql_where=sa.text(
            "archived_at IS NULL AND billing = 'hourly' AND allocated_minutes < minutes"
        ),
    )
    op.create_index(
        "ix_time_entries_project_id_work_date",
        "time_entries",
        ["project_id", "work_date"],
        unique=False,
    )
    op.create_index(
        "ix_time_entries_sales_case_id",
        "time_entries",
        ["sales_case_id"],
        unique=False,
        postgresql_where=sa.text("sales_case_id IS NOT NULL"),
    )


def _create_expenses() -> None:
    op.create_table(
        "expenses",
        *_record(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("customer_id", sa.Uuid(), nullable=True, comment="crm owns it"),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("external_ref", sa.Text(), nullable=True),
        sa.Column("allocated_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "allocated_minor BETWEEN 0 AND amount_minor",
            name=op.f("ck_expenses_allocated_within_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_expenses_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenses")),
    )
    op.create_index(
        op.f("ix_expenses_organisation_id"), "expenses", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_expenses_organisation_id_customer_id",
        "expenses",
        ["organisation_id", "customer_id"],
        unique=False,
    )
    op.create_index(op.f("ix_expenses_project_id"), "expenses", ["project_id"], unique=False)
    op.create_index(
        "uq_expenses_organisation_id_external_ref",
        "expenses",
        ["organisation_id", "external_ref"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL AND external_ref IS NOT NULL"),
    )
