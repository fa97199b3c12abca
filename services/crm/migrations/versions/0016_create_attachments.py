"""
Create attachments.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect

revision = "0016"
down_revision = "0015"

_OWN = {"customer_id": "customers", "contact_id": "contacts", "activity_id": "activities"}
_OWN["note_id"] = "notes"


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "owner_id", sa.Uuid(), nullable=False, comment="identity owns it: who put it there"
        ),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("project_id", sa.Uuid(), nullable=True, comment="projects owns it"),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_attachments_{column}"),
            )
            for column, table in _OWN.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    for column in ("organisation_id", *_OWN, "sales_case_id", "project_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])
    for column in ("sha256", "created_at"):
        op.create_index(
            f"ix_attachments_organisation_id_{column}", "attachments", ["organisation_id", column]
        )
    protect(op, "attachments")
