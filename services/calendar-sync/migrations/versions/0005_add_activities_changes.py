"""
Add activities.ical_uid and activities.changes.

Step: expand (1 of 1); the running version ignores the columns.
Locks: activities, ACCESS EXCLUSIVE, milliseconds (nullable, and a constant default).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("activities", sa.Column("ical_uid", sa.Text(), nullable=True))
    op.add_column(
        "activities",
        sa.Column(
            "changes",
            postgresql.JSONB(),
            nullable=False,
            server_default=sa.text("'[]'::jsonb"),
        ),
    )
