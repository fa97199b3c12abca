"""
Add to case_activities the last occurrence of a series that is done.

Step: expand (1 of 1); the running version ignores the columns.
Locks: case_activities, ACCESS EXCLUSIVE, milliseconds (nullable, no default).
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    at = sa.DateTime(timezone=True)
    for column in (
        sa.Column(
            "done_happens_at", at, nullable=True, comment="of a series' last done occurrence"
        ),
        sa.Column("done_at", at, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_subject", sa.Text(), nullable=True, comment="None when private"),
    ):
        op.add_column("case_activities", column)
