"""
Create customer lists.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _create_customer_lists()
    _create_customer_list_members()
    protect(op, "customer_lists", "customer_list_members")


def _create_customer_lists() -> None:
    op.create_table(
        "customer_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("shared_with_everyone", sa.Boolean(), nullable=False),
        sa.Column(
            "shared_role_ids",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
        sa.Column(
            "shared_user_ids",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("entity", sa.Text(), nullable=False, comment="customer or contact"),
        sa.Column("kind", sa.Text(), nullable=False, comment="dynamic or static"),
        sa.Column("rule", postgresql.JSONB(), nullable=False, comment="filter to value"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_lists")),
    )
    op.create_index(
        op.f("ix_customer_lists_organisation_id"), "customer_lists", ["organisation_id"]
    )
    op.create_index(
        "uq_customer_lists_organisation_id_owner_id_name",
        "customer_lists",
        ["organisation_id", "owner_id", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_customer_list_members() -> None:
    op.create_table(
        "customer_list_members",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False, comment="a customer or contact"),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["customer_lists.id"], name=op.f("fk_customer_list_members_list_id")
        ),
        sa.PrimaryKeyConstraint("list_id", "member_id", name=op.f("pk_customer_list_members")),
    )
    op.create_index("ix_customer_list_members_member_id", "customer_list_members", ["member_id"])
