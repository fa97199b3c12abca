"""
Create the tables every service has.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

from alembic import op
from shared.persistence.migrations import create_infrastructure

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_infrastructure(op)
