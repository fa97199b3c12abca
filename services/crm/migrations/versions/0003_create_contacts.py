"""
Create contacts and affiliations.

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
    _create_contacts()
    _create_affiliations()
    protect(op, "contacts", "affiliations")


def _create_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.CHAR(length=2), nullable=True),
        sa.Column(
            "emails",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'::text[]"),
            nullable=False,
        ),
        sa.Column(
            "phones",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'::text[]"),
            nullable=False,
        ),
        sa.Column(
            "segment_ids",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
        sa.Column(
            "tags",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'::text[]"),
            nullable=False,
        ),
        sa.Column(
            "custom",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "search_words(given_name, family_name, title, search_words(VARIADIC emails), search_words(VARIADIC phones))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(
        "ix_contacts_emails", "contacts", ["emails"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        op.f("ix_contacts_organisation_id"), "contacts", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_contacts_organisation_id_created_at",
        "contacts",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_contacts_organisation_id_family_name",
        "contacts",
        ["organisation_id", "family_name"],
        unique=False,
    )
    op.create_index(
        "ix_contacts_search_text",
        "contacts",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def _create_affiliations() -> None:
    op.create_table(
        "affiliations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_affiliations_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_affiliations_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    op.create_index(
        op.f("ix_affiliations_contact_id"), "affiliations", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_affiliations_customer_id"), "affiliations", ["customer_id"], unique=False
    )
    op.create_index(
        op.f("ix_affiliations_organisation_id"), "affiliations", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_affiliations_customer_id",
        "affiliations",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
