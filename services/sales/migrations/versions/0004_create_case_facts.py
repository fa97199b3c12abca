"""
Create what other services tell about cases.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_case_quotes()
    _create_case_activities()
    _create_case_facts()
    protect(op, "case_quotes", "case_activities", "case_facts")


def _create_case_quotes() -> None:
    op.create_table(
        "case_quotes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False, comment="quoting owns it"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_currency", sa.CHAR(length=3), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "quote_id", name="pk_case_quotes"),
        comment="what quoting tells about quotes of our cases",
    )


def _create_case_activities() -> None:
    op.create_table(
        "case_activities",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), comment="None when private"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "happens_at", sa.DateTime(timezone=True), nullable=False, comment="what it is sorted by"
        ),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("on", sa.Date()),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", name="pk_case_activities"),
        comment="what crm tells about activities of our cases",
    )
    op.create_index(
        "ix_case_activities_organisation_id_case_id",
        "case_activities",
        ["organisation_id", "case_id"],
    )


def _create_case_facts() -> None:
    op.create_table(
        "case_facts",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("previous_activity", postgresql.JSONB(none_as_null=True, astext_type=sa.Text())),
        sa.Column("next_activity", postgresql.JSONB(none_as_null=True, astext_type=sa.Text())),
        sa.Column("invoiced_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name="pk_case_facts"),
        comment="what other services tell about cases, ready to be shown",
    )
