"""
Create activities, notes and the timeline.

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
    _create_activities()
    _create_activity_participants()
    _create_notes()
    _create_timeline_entries()
    protect(op, "activities", "activity_participants", "notes", "timeline_entries")


def _create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "contact_ids",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("project_id", sa.Uuid(), nullable=True, comment="projects owns it"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_activities_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_customer_id"), "activities", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_activities_organisation_id"), "activities", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_activities_organisation_id_created_at",
        "activities",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_activities_organisation_id_owner_id_start_at",
        "activities",
        ["organisation_id", "owner_id", "start_at"],
        unique=False,
    )
    op.create_index(op.f("ix_activities_project_id"), "activities", ["project_id"], unique=False)
    op.create_index(
        op.f("ix_activities_sales_case_id"), "activities", ["sales_case_id"], unique=False
    )


def _create_activity_participants() -> None:
    op.create_table(
        "activity_participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_participants_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_activity_participants_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_participants")),
    )
    op.create_index(
        op.f("ix_activity_participants_activity_id"),
        "activity_participants",
        ["activity_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_activity_participants_organisation_id"),
        "activity_participants",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_activity_participants_user_id"), "activity_participants", ["user_id"], unique=False
    )
    # ### end Alembic commands ###


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("project_id", sa.Uuid(), nullable=True, comment="projects owns it"),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_notes_contact_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_notes_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(
        "ix_notes_body",
        "notes",
        ["body"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"body": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_notes_contact_id"), "notes", ["contact_id"], unique=False)
    op.create_index(op.f("ix_notes_customer_id"), "notes", ["customer_id"], unique=False)
    op.create_index(op.f("ix_notes_organisation_id"), "notes", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_notes_project_id"), "notes", ["project_id"], unique=False)
    op.create_index(op.f("ix_notes_sales_case_id"), "notes", ["sales_case_id"], unique=False)


def _create_timeline_entries() -> None:
    op.create_table(
        "timeline_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ref_kind", sa.Text(), nullable=False),
        sa.Column("ref_id", sa.Uuid(), nullable=False),
        sa.Column("ref_version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_timeline_entries_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entries")),
    )
    op.create_index(
        "ix_timeline_entries_customer_id_at",
        "timeline_entries",
        ["customer_id", "at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_timeline_entries_organisation_id"),
        "timeline_entries",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_timeline_entries_ref_id"), "timeline_entries", ["ref_id"], unique=False
    )
    op.create_index(
        "uq_timeline_entries_organisation_id_key",
        "timeline_entries",
        ["organisation_id", "key"],
        unique=True,
    )
