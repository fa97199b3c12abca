"""
Create maintained lists.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _create_list_values()
    _create_seeded_lists()
    protect(op, "list_values", "seeded_lists")


def _create_list_values() -> None:
    op.create_table(
        "list_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_nb", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_values")),
    )
    op.create_index(
        op.f("ix_list_values_organisation_id"), "list_values", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_list_values_organisation_id_list_name_code",
        "list_values",
        ["organisation_id", "list_name", "code"],
        unique=True,
    )


def _create_seeded_lists() -> None:
    op.create_table(
        "seeded_lists",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seeded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_seeded_lists")),
    )
