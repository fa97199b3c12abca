"""
Add contacts.addresses.

Step: expand (1 of 1); the running version ignores the column.
Locks: contacts, ACCESS EXCLUSIVE, milliseconds (a constant default is not written to rows).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column(
        "contacts",
        sa.Column(
            "addresses", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
    )
