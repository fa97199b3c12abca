"""
Create profiles and work contracts.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_resources()
    _create_work_contracts()
    # Two contracts of one person never hold on the same day, whoever races whom.
    op.execute(
        """
        ALTER TABLE work_contracts ADD CONSTRAINT ex_work_contracts_one_a_day
        EXCLUDE USING gist (
            organisation_id WITH =, user_id WITH =,
            daterange(valid_from, valid_to, '[]') WITH &&
        ) WHERE (archived_at IS NULL)
        """
    )
    protect(op, "resources", "work_contracts")


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


def _create_resources() -> None:
    op.create_table(
        "resources",
        *_record(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("skills", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("billing_rate_minor", sa.BigInteger(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
    )
    op.create_index(
        op.f("ix_resources_organisation_id"), "resources", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_resources_organisation_id_user_id",
        "resources",
        ["organisation_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_work_contracts() -> None:
    op.create_table(
        "work_contracts",
        *_record(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column(
            "minutes_per_weekday",
            postgresql.ARRAY(sa.SmallInteger()),
            nullable=False,
            comment="Monday first",
        ),
        sa.Column(
            "cost_rate_minor", sa.BigInteger(), nullable=False, comment="per hour; class salary"
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_contracts")),
    )
    op.create_index(
        op.f("ix_work_contracts_organisation_id"),
        "work_contracts",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_work_contracts_organisation_id_user_id",
        "work_contracts",
        ["organisation_id", "user_id"],
        unique=False,
    )
