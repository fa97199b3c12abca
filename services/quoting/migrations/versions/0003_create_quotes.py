"""
Create quotes, approvals and acceptance links.

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
    _create_acceptance_links()
    _create_quotes()
    _create_approvals()
    _create_quote_lines()
    protect(op, "quotes", "approvals", "quote_lines")


def _create_acceptance_links() -> None:
    op.create_table(
        "acceptance_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_acceptance_links"),
    )


def _create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quote_no", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False, comment="the first revision"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sales_case_id", sa.Uuid(), nullable=False, comment="sales owns it"),
        sa.Column("customer_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("contact_id", sa.Uuid(), nullable=True, comment="crm owns it"),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("price_list_id", sa.Uuid(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("purchase_order_no", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column(
            "accepted_by", sa.Text(), nullable=True, comment="name and e-mail given with the link"
        ),
        sa.Column("declined_reason", sa.Text(), nullable=True),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["price_list_id"], ["price_lists.id"], name="fk_quotes_price_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
    )
    op.create_index("ix_quotes_organisation_id", "quotes", ["organisation_id"], unique=False)
    op.create_index(
        "ix_quotes_organisation_id_created_at",
        "quotes",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_quotes_organisation_id_customer_id",
        "quotes",
        ["organisation_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_quotes_organisation_id_sales_case_id",
        "quotes",
        ["organisation_id", "sales_case_id"],
        unique=False,
    )
    op.create_index("ix_quotes_root_id", "quotes", ["root_id"], unique=False)
    op.create_index(
        "ix_quotes_title_trigram",
        "quotes",
        ["title"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.create_index(
        "uq_quotes_organisation_id_quote_no_revision",
        "quotes",
        ["organisation_id", "quote_no", "revision"],
        unique=True,
    )


def _create_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("violated_rules", postgresql.JSONB(), nullable=False),
        sa.Column("shortfall_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name="fk_approvals_quote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_organisation_id", "approvals", ["organisation_id"], unique=False)
    op.create_index("ix_approvals_quote_id", "approvals", ["quote_id"], unique=False)


def _create_quote_lines() -> None:
    op.create_table(
        "quote_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("list_price_minor", sa.BigInteger(), nullable=True),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("price_list_version_id", sa.Uuid(), nullable=True),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("unit_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_quote_lines_product_id"),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name="fk_quote_lines_quote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quote_lines"),
    )
    op.create_index(
        "ix_quote_lines_organisation_id", "quote_lines", ["organisation_id"], unique=False
    )
    op.create_index("ix_quote_lines_quote_id", "quote_lines", ["quote_id"], unique=False)
