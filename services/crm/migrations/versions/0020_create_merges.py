"""
Create merges and what duplicates are found by; let customers and contacts be part of others.

Step: expand (1 of 1).
Locks: customers for a moment while the unique index of customer numbers is built again, contacts
and activities while theirs are.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from shared.persistence.moving import create_moving_tables
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    create_moving_tables(op)
    for table in ("customers", "contacts"):
        _let_be_merged(table)
    op.drop_index("uq_customers_organisation_id_customer_no", table_name="customers")
    op.create_index(
        "uq_customers_organisation_id_customer_no",
        "customers",
        ["organisation_id", "customer_no"],
        unique=True,
        postgresql_where=sa.text("merged_into_id IS NULL"),
    )
    op.create_index(
        "ix_activities_contact_ids", "activities", ["contact_ids"], postgresql_using="gin"
    )
    _create_merges()
    _create_match_keys()
    _create_duplicates()
    protect(op, "merges", "match_keys", "duplicates")


def _let_be_merged(table: str) -> None:
    op.add_column(
        table, sa.Column("merged_into_id", sa.Uuid(), nullable=True, comment="what it is part of")
    )
    op.create_foreign_key(
        op.f(f"fk_{table}_merged_into_id"), table, table, ["merged_into_id"], ["id"]
    )
    op.create_index(op.f(f"ix_{table}_merged_into_id"), table, ["merged_into_id"])


def _create_merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False, comment="customer or contact"),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("loser_id", sa.Uuid(), nullable=False),
        sa.Column("survivor_name", sa.Text(), nullable=False),
        sa.Column("loser_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="merged or unmerged"),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column(
            "undo", postgresql.JSONB(), nullable=False, comment="what brings everything back"
        ),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revertible_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unmerged_by", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("unmerged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_organisation_id"), "merges", ["organisation_id"])
    op.create_index(op.f("ix_merges_loser_id"), "merges", ["loser_id"])
    op.create_index("ix_merges_survivor_id_merged_at", "merges", ["survivor_id", "merged_at"])
    op.create_index(
        "ix_merges_organisation_id_merged_at", "merges", ["organisation_id", "merged_at"]
    )


def _create_match_keys() -> None:
    op.create_table(
        "match_keys",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "key",
            sa.Text(),
            nullable=False,
            comment="records that share one may be the same",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "kind", "record_id", "key", name=op.f("pk_match_keys")
        ),
    )
    op.create_index(
        "ix_match_keys_organisation_id_kind_key", "match_keys", ["organisation_id", "kind", "key"]
    )


def _create_duplicates() -> None:
    op.create_table(
        "duplicates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False, comment="the smaller id"),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("score_bp", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="open or dismissed"),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_by", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicates")),
    )
    op.create_index(op.f("ix_duplicates_organisation_id"), "duplicates", ["organisation_id"])
    op.create_index(op.f("ix_duplicates_second_id"), "duplicates", ["second_id"])
    op.create_index(
        "uq_duplicates_organisation_id_kind_first_id_second_id",
        "duplicates",
        ["organisation_id", "kind", "first_id", "second_id"],
        unique=True,
    )
