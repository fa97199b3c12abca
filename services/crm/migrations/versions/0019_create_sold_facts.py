"""
Create what customers are classified by: rules of segments, size bands, several roles of a contact, what was sold.

Step: expand (1 of 1).
Locks: short ones for new columns, which have no default that must be written; roles of contacts
are copied in one statement.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    _widen_lists()
    op.add_column("customers", sa.Column("employees_source", sa.Text(), nullable=True))
    _give_roles()
    _create_sold_facts()
    _create_product_groups()
    protect(op, "sold_facts", "product_groups")


def _widen_lists() -> None:
    op.add_column(
        "list_values",
        sa.Column(
            "applies_to", sa.Text(), nullable=True, comment="of segments: customer, contact or any"
        ),
    )
    op.add_column(
        "list_values",
        sa.Column(
            "rule", postgresql.JSONB(), nullable=True, comment="of segments: filters; null, by hand"
        ),
    )
    op.add_column(
        "list_values",
        sa.Column(
            "at_least",
            sa.BigInteger(),
            nullable=True,
            comment="of bands: heads, or minor units of at_least_currency",
        ),
    )
    op.add_column("list_values", sa.Column("at_least_currency", sa.CHAR(3), nullable=True))
    op.execute("UPDATE list_values SET applies_to = 'any' WHERE list_name = 'segments'")


def _give_roles() -> None:
    op.add_column(
        "affiliations",
        sa.Column(
            "roles",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'::text[]"),
        ),
    )
    op.execute("UPDATE affiliations SET roles = ARRAY[role] WHERE role IS NOT NULL")


def _create_sold_facts() -> None:
    op.create_table(
        "sold_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="quoted, sold (accepted) or invoiced"),
        sa.Column(
            "ref_id",
            sa.Uuid(),
            nullable=False,
            comment="a quote of quoting, an invoice of projects",
        ),
        sa.Column("ref_version", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False, comment="quoting owns it"),
        sa.Column("quantity", sa.Numeric(18, 4), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="identity owns it: a user"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it: a business unit"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_sold_facts_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sold_facts")),
    )
    for columns in (["organisation_id"], ["customer_id"], ["organisation_id", "product_id"]):
        op.create_index("ix_sold_facts_" + "_".join(columns), "sold_facts", columns)
    key = ["organisation_id", "kind", "ref_id", "product_id"]
    op.create_index("uq_sold_facts_" + "_".join(key), "sold_facts", key, unique=True)


def _create_product_groups() -> None:
    op.create_table(
        "product_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_groups")),
    )
    op.create_index("ix_product_groups_organisation_id", "product_groups", ["organisation_id"])
