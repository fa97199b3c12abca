"""
Add the organisation's own fields to projects.

Step: expand (1 of 1).
Locks: projects briefly; the default is a constant, so no row is rewritten.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "projects",
        sa.Column(
            "custom", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
