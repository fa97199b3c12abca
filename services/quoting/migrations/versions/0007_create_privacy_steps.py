"""
Create what forgetting people and taking data along need.

Step: expand (1 of 1).
Locks: the audit trigger's function is replaced; no table is locked.
"""

from alembic import op
from shared.persistence.migrations import create_privacy_tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    create_privacy_tables(op)
