"""
Create products, price lists and margin policies.

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
    _create_margin_policies()
    _create_price_lists()
    _create_product_groups()
    _create_price_list_versions()
    _create_products()
    _create_price_items()
    protect(
        op,
        "margin_policies",
        "price_lists",
        "product_groups",
        "price_list_versions",
        "products",
        "price_items",
    )


def _create_margin_policies() -> None:
    op.create_table(
        "margin_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("floor_bp", sa.Integer(), nullable=False),
        sa.Column("target_bp", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_margin_policies"),
    )
    op.create_index(
        "ix_margin_policies_organisation_id", "margin_policies", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_margin_policies_rule",
        "margin_policies",
        [
            "organisation_id",
            "level",
            sa.text("COALESCE(target_id, '00000000-0000-0000-0000-000000000000')"),
            "valid_from",
        ],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_price_lists() -> None:
    op.create_table(
        "price_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True, comment="crm owns it"),
        sa.PrimaryKeyConstraint("id", name="pk_price_lists"),
    )
    op.create_index(
        "ix_price_lists_organisation_id", "price_lists", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_price_lists_default",
        "price_lists",
        ["organisation_id", "currency"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL AND scope = 'default'"),
    )


def _create_product_groups() -> None:
    op.create_table(
        "product_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("revenue_account", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["product_groups.id"], name="fk_product_groups_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_product_groups"),
    )
    op.create_index(
        "ix_product_groups_organisation_id", "product_groups", ["organisation_id"], unique=False
    )


def _create_price_list_versions() -> None:
    op.create_table(
        "price_list_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("price_list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["price_list_id"], ["price_lists.id"], name="fk_price_list_versions_price_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_price_list_versions"),
    )
    op.create_index(
        "ix_price_list_versions_organisation_id",
        "price_list_versions",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_price_list_versions_price_list_id",
        "price_list_versions",
        ["price_list_id"],
        unique=False,
    )


def _create_products() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "names",
            postgresql.JSONB(),
            nullable=False,
            comment="language to name",
        ),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("cost_price_minor", sa.BigInteger(), nullable=True),
        sa.Column("cost_price_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["product_groups.id"], name="fk_products_group_id"),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
    )
    op.create_index("ix_products_group_id", "products", ["group_id"], unique=False)
    op.create_index("ix_products_organisation_id", "products", ["organisation_id"], unique=False)
    op.create_index(
        "uq_products_organisation_id_code",
        "products",
        ["organisation_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_price_items() -> None:
    op.create_table(
        "price_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("price_list_version_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("min_quantity", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["price_list_version_id"],
            ["price_list_versions.id"],
            name="fk_price_items_price_list_version_id",
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_price_items_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_price_items"),
    )
    op.create_index(
        "ix_price_items_organisation_id", "price_items", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_price_items_price_list_version_id",
        "price_items",
        ["price_list_version_id"],
        unique=False,
    )
