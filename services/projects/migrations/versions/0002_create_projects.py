"""
Create projects, contract lines and phases.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_projects()
    _create_contract_lines()
    _create_phases()
    protect(op, "projects", "contract_lines", "phases")


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


def _create_projects() -> None:
    op.create_table(
        "projects",
        *_record(),
        sa.Column("project_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "customer_id", sa.Uuid(), nullable=True, comment="crm owns it; null for internal work"
        ),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("quote_id", sa.Uuid(), nullable=True, comment="quoting owns it"),
        sa.Column("manager_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index(
        "ix_projects_name_trigrams",
        "projects",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(
        op.f("ix_projects_organisation_id"), "projects", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_projects_organisation_id_created_at",
        "projects",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_projects_organisation_id_customer_id",
        "projects",
        ["organisation_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_projects_organisation_id_manager_id",
        "projects",
        ["organisation_id", "manager_id"],
        unique=False,
    )
    op.create_index(
        "ix_projects_organisation_id_sales_case_id",
        "projects",
        ["organisation_id", "sales_case_id"],
        unique=False,
    )
    op.create_index(
        "uq_projects_organisation_id_project_no",
        "projects",
        ["organisation_id", "project_no"],
        unique=True,
    )
    op.create_index(
        "uq_projects_organisation_id_quote_id",
        "projects",
        ["organisation_id", "quote_id"],
        unique=True,
    )


def _create_contract_lines() -> None:
    op.create_table(
        "contract_lines",
        *_child(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="fixed or time"),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("quote_line_id", sa.Uuid(), nullable=True, comment="quoting owns it"),
        sa.Column("product_id", sa.Uuid(), nullable=True, comment="quoting owns it"),
        sa.Column("allocated_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "allocated_minor BETWEEN 0 AND abs(net_minor)",
            name=op.f("ck_contract_lines_allocated_within_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_contract_lines_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_lines")),
    )
    op.create_index(
        op.f("ix_contract_lines_organisation_id"),
        "contract_lines",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contract_lines_project_id"), "contract_lines", ["project_id"], unique=False
    )


def _create_phases() -> None:
    op.create_table(
        "phases",
        *_record(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("estimate_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["phases.id"], name=op.f("fk_phases_parent_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_phases_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
    )
    op.create_index(op.f("ix_phases_organisation_id"), "phases", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_phases_project_id"), "phases", ["project_id"], unique=False)
