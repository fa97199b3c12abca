"""
Add sync_states.cursor.

Step: expand (1 of 1); the running version ignores the column.
Locks: sync_states, ACCESS EXCLUSIVE, milliseconds (nullable, no default).
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "sync_states",
        sa.Column(
            "cursor", sa.Text(), nullable=True, comment="how far the calendar's changes were read"
        ),
    )
