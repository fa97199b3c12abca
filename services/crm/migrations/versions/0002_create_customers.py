"""
Create customers, addresses, ratings and owners.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION search_words(VARIADIC words text[]) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string(words, ' ') $$
        """
    )
    _create_customers()
    _create_addresses()
    _create_ratings()
    _create_customer_owners()
    protect(op, "customers", "addresses", "ratings", "customer_owners")


def _create_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_no", sa.Text(), nullable=True),
        sa.Column("legal_name", sa.Text(), nullable=True),
        sa.Column("organisation_number", sa.Text(), nullable=True),
        sa.Column("vat_no", sa.Text(), nullable=True),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("employees_on", sa.Date(), nullable=True),
        sa.Column("annual_revenue_minor", sa.BigInteger(), nullable=True),
        sa.Column("annual_revenue_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("annual_revenue_year", sa.Integer(), nullable=True),
        sa.Column("founded_year", sa.Integer(), nullable=True),
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
        sa.Column("rating", sa.CHAR(length=1), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.CHAR(length=2), nullable=True),
        sa.Column("currency", sa.CHAR(length=3), nullable=True),
        sa.Column("payment_term_days", sa.Integer(), nullable=True),
        sa.Column("price_list_id", sa.Uuid(), nullable=True, comment="quoting owns it"),
        sa.Column("invoice_channel", sa.Text(), nullable=True),
        sa.Column("e_invoice_id", sa.Text(), nullable=True),
        sa.Column("invoicing_customer_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("country", sa.CHAR(length=2), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "search_words(name, legal_name, customer_no, organisation_number, email, phone)",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["invoicing_customer_id"],
            ["customers.id"],
            name=op.f("fk_customers_invoicing_customer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["customers.id"], name=op.f("fk_customers_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index(
        op.f("ix_customers_organisation_id"), "customers", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_customers_organisation_id_created_at",
        "customers",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_customers_organisation_id_name", "customers", ["organisation_id", "name"], unique=False
    )
    op.create_index(
        "ix_customers_organisation_id_owner_id",
        "customers",
        ["organisation_id", "owner_id"],
        unique=False,
    )
    op.create_index("ix_customers_parent_id", "customers", ["parent_id"], unique=False)
    op.create_index(
        "ix_customers_search_text",
        "customers",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_customers_segment_ids",
        "customers",
        ["segment_ids"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "uq_customers_organisation_id_customer_no",
        "customers",
        ["organisation_id", "customer_no"],
        unique=True,
    )
    op.create_index(
        "uq_customers_organisation_id_organisation_number",
        "customers",
        ["organisation_id", "organisation_number"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("country", sa.CHAR(length=2), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_addresses_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_customer_id"), "addresses", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_addresses_organisation_id"), "addresses", ["organisation_id"], unique=False
    )


def _create_ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.CHAR(length=1), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_ratings_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_customer_id"), "ratings", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_ratings_organisation_id"), "ratings", ["organisation_id"], unique=False
    )


def _create_customer_owners() -> None:
    op.create_table(
        "customer_owners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_owners_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_owners")),
    )
    op.create_index(
        op.f("ix_customer_owners_customer_id"), "customer_owners", ["customer_id"], unique=False
    )
    op.create_index(
        op.f("ix_customer_owners_organisation_id"),
        "customer_owners",
        ["organisation_id"],
        unique=False,
    )
