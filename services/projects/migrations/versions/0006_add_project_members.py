"""
Add the people who work on a project.

Step: expand (1 of 1).
Locks: projects briefly; the default is a constant, so no row is rewritten.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "projects",
        sa.Column(
            "member_ids",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'::uuid[]"),
            nullable=False,
            comment="identity owns them",
        ),
    )
    op.create_index("ix_projects_member_ids", "projects", ["member_ids"], postgresql_using="gin")
