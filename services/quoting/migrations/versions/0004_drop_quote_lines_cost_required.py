"""
Drop the need to state a line's cost: unknown is not nothing.

Step: expand (1 of 1); the running version always writes a cost.
Locks: quote_lines, ACCESS EXCLUSIVE, milliseconds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.alter_column(
        "quote_lines",
        "unit_cost_minor",
        existing_type=sa.BigInteger(),
        nullable=True,
        comment="null when it is not known",
    )
