"""
Add the organisation's own fields to quotes.

Step: expand (1 of 1).
Locks: quotes briefly; the default is a constant, so no row is rewritten.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "quotes",
        sa.Column(
            "custom", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
