"""
Add customers.partner_id.

Step: expand (1 of 1); the running version ignores the column.
Locks: customers, ACCESS EXCLUSIVE, milliseconds (nullable, no default).
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("customers", sa.Column("partner_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_customers_partner_id"), "customers", "customers", ["partner_id"], ["id"]
    )
    op.create_index(
        "ix_customers_partner_id",
        "customers",
        ["partner_id"],
        postgresql_where=sa.text("partner_id IS NOT NULL"),
    )
