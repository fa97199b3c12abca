"""
Create bulk edits.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _create_bulk_edits()
    _create_bulk_rows()
    protect(op, "bulk_edits", "bulk_rows")


def _create_bulk_edits() -> None:
    op.create_table(
        "bulk_edits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entity", sa.Text(), nullable=False, comment="customer or contact"),
        sa.Column("selection", postgresql.JSONB(), nullable=False),
        sa.Column("patch", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column(
            "owner_id", sa.Uuid(), nullable=False, comment="identity owns it: who asked for it"
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edits")),
    )
    op.create_index(op.f("ix_bulk_edits_organisation_id"), "bulk_edits", ["organisation_id"])


def _create_bulk_rows() -> None:
    op.create_table(
        "bulk_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("bulk_edit_id", sa.Uuid(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False, comment="a customer or contact"),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "record_version", sa.Integer(), nullable=False, comment="the commit is pinned to it"
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("inverse", postgresql.JSONB(), nullable=True),
        sa.Column("after_version", sa.Integer(), nullable=True, comment="the undo is pinned to it"),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulk_edit_id"], ["bulk_edits.id"], name=op.f("fk_bulk_rows_bulk_edit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_rows")),
    )
    op.create_index(op.f("ix_bulk_rows_organisation_id"), "bulk_rows", ["organisation_id"])
    op.create_index(
        "uq_bulk_rows_bulk_edit_id_row_no", "bulk_rows", ["bulk_edit_id", "row_no"], unique=True
    )
    op.create_index(
        "ix_bulk_rows_bulk_edit_id_state", "bulk_rows", ["bulk_edit_id", "state", "row_no"]
    )
