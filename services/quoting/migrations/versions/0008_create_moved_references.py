"""
Create what is kept to follow merges of customers and contacts.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

from alembic import op
from shared.persistence.moving import create_moving_tables

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    create_moving_tables(op)
