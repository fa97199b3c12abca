"""
Create the index of searches: quotes and products.

Step: expand (1 of 1).
Locks: each indexed table while its rows are entered.
"""

from alembic import op
from shared.persistence.search_index import Indexed, create_search, index_records

revision = "0005"
down_revision = "0004"

RECORDS = (
    Indexed(table="quotes", kind="quote", name="title", keys=("quote_no",)),
    Indexed(
        table="products",
        kind="product",
        name="concat_ws(' ', names ->> 'nb', names ->> 'en')",
        keys=("code",),
    ),
)


def upgrade() -> None:
    create_search(op)
    for each in RECORDS:
        index_records(op, each)
    op.drop_index("ix_quotes_title_trigram", table_name="quotes")
