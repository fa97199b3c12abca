"""
Add the people a note mentions.

Step: expand (1 of 1).
Locks: notes briefly; the default is a constant, so no row is rewritten.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "notes",
        sa.Column(
            "mentions",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
        ),
    )
