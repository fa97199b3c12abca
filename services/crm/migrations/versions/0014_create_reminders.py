"""
Create reminders, those that came, and what people usually want.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_reminders()
    _create_reminder_firings()
    op.create_table(
        "reminder_preferences",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name=op.f("pk_reminder_preferences")),
    )
    protect(op, "reminders", "reminder_firings", "reminder_preferences")


def _create_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.Column("archived_at", _AT, nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("next_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_reminders_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_activity_id"), "reminders", ["activity_id"])
    op.create_index(op.f("ix_reminders_organisation_id"), "reminders", ["organisation_id"])
    op.create_index("ix_reminders_user_id_next_at", "reminders", ["user_id", "next_at", "id"])
    op.create_index(
        "uq_reminders_activity_id_user_id_channel_lead_minutes",
        "reminders",
        ["activity_id", "user_id", "channel", "lead_minutes"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_reminder_firings() -> None:
    op.create_table(
        "reminder_firings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False, comment="when what is reminded of begins"),
        sa.Column("occurrence_start", sa.Text(), nullable=True),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="told, waiting, sending, sent, refused, …"
        ),
        sa.Column("fired_at", _AT, nullable=False),
        sa.Column("sending_at", _AT, nullable=True),
        sa.Column("sent_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_firings")),
    )
    op.create_index(
        op.f("ix_reminder_firings_organisation_id"), "reminder_firings", ["organisation_id"]
    )
    op.create_index(
        "uq_reminder_firings_activity_id_starts_user_id_channel_lead",
        "reminder_firings",
        ["activity_id", "starts", "user_id", "channel", "lead_minutes"],
        unique=True,
    )
