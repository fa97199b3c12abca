"""
Create what is kept to follow merges of customers; let links rest.

Step: expand (1 of 1).
Locks: links for a moment while its unique index is built again.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.moving import create_moving_tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create_moving_tables(op)
    op.add_column(
        "links",
        sa.Column(
            "suspended_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="since when another link of the customer, merged with this one's, is used",
        ),
    )
    op.drop_index("uq_links_connection_id_entity_kind_entity_id", table_name="links")
    op.create_index(
        "uq_links_connection_id_entity_kind_entity_id",
        "links",
        ["connection_id", "entity_kind", "entity_id"],
        unique=True,
        postgresql_where=sa.text("suspended_at IS NULL"),
    )
