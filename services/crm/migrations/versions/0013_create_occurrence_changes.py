"""
Create occurrence_changes, and add to activities what series, calendars and priorities need.

Step: expand (1 of 1); the running version ignores what is new.
Locks: activities and activity_participants, ACCESS EXCLUSIVE, milliseconds (nullable or with a
constant default); the unique index is built on a column that is empty everywhere.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _extend_activities()
    _create_occurrence_changes()
    protect(op, "occurrence_changes")


def _extend_activities() -> None:
    at = sa.DateTime(timezone=True)
    for column in (
        sa.Column("priority", sa.Text(), nullable=False, server_default="normal"),
        sa.Column("time_adjusted", sa.Text(), nullable=True, comment="gap or fold"),
        sa.Column("ical_uid", sa.Text(), nullable=True),
        sa.Column("ends_at", at, nullable=True, comment="of series: over by then; None: never"),
        sa.Column("open_end_at", at, nullable=True, comment="of series: the first open one's end"),
        sa.Column("open_end_on", sa.Date(), nullable=True),
    ):
        op.add_column("activities", column)
    op.add_column(
        "activity_participants",
        sa.Column("organiser", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "uq_activities_organisation_id_ical_uid",
        "activities",
        ["organisation_id", "ical_uid"],
        unique=True,
    )
    op.create_index(
        "ix_activities_organisation_id_recurring",
        "activities",
        ["organisation_id", "start_at"],
        postgresql_where=sa.text("recurrence IS NOT NULL"),
    )


def _create_occurrence_changes() -> None:
    op.create_table(
        "occurrence_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_start", sa.Text(), nullable=False),
        sa.Column("is_excluded", sa.Boolean(), nullable=False),
        sa.Column("is_moved", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("time_adjusted", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_occurrence_changes_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence_changes")),
    )
    op.create_index(
        op.f("ix_occurrence_changes_organisation_id"), "occurrence_changes", ["organisation_id"]
    )
    op.create_index(
        "ix_occurrence_changes_activity_id_occurrence_start",
        "occurrence_changes",
        ["activity_id", "occurrence_start"],
    )
