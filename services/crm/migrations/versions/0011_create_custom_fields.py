"""
Create custom fields.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False, comment="language to name"),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "options", postgresql.JSONB(), nullable=False, comment="list of code, names, active"
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("field_class", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
    )
    op.create_index(op.f("ix_custom_fields_organisation_id"), "custom_fields", ["organisation_id"])
    op.create_index(
        "uq_custom_fields_organisation_id_entity_key",
        "custom_fields",
        ["organisation_id", "entity", "key"],
        unique=True,
    )
    protect(op, "custom_fields")
