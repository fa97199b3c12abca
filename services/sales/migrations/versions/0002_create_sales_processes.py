"""
Create sales processes with their stages, lead sources and lost reasons.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_sales_processes()
    _create_sales_stages()
    _create_lead_sources()
    _create_lost_reasons()
    protect(op, "sales_processes", "sales_stages", "lead_sources", "lost_reasons")


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _create_sales_processes() -> None:
    op.create_table(
        "sales_processes",
        *_record(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("case_kind", sa.Text()),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sales_processes"),
    )
    op.create_index("ix_sales_processes_organisation_id", "sales_processes", ["organisation_id"])
    op.create_index(
        "uq_sales_processes_default",
        "sales_processes",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )


def _create_sales_stages() -> None:
    op.create_table(
        "sales_stages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column(
            "names",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="language to name",
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="open, won or lost"),
        sa.Column("probability_bp", sa.Integer(), nullable=False),
        sa.Column("entry_requirements", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("expected_days", sa.Integer()),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["process_id"], ["sales_processes.id"], name="fk_sales_stages_process_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sales_stages"),
    )
    op.create_index("ix_sales_stages_organisation_id", "sales_stages", ["organisation_id"])
    op.create_index("ix_sales_stages_process_id", "sales_stages", ["process_id"])


def _create_lead_sources() -> None:
    op.create_table(
        "lead_sources",
        *_record(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "names",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="language to name",
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lead_sources"),
    )
    op.create_index("ix_lead_sources_organisation_id", "lead_sources", ["organisation_id"])
    op.create_index(
        "uq_lead_sources_organisation_id_code",
        "lead_sources",
        ["organisation_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_lost_reasons() -> None:
    op.create_table(
        "lost_reasons",
        *_record(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "names",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="language to name",
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lost_reasons"),
    )
    op.create_index("ix_lost_reasons_organisation_id", "lost_reasons", ["organisation_id"])
    op.create_index(
        "uq_lost_reasons_organisation_id_code",
        "lost_reasons",
        ["organisation_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
