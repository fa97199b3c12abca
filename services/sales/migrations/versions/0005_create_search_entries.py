"""
Create the index of searches: sales cases, and the names of their customers.

Step: expand (1 of 1).
Locks: each indexed table while its rows are entered.
"""

from alembic import op
from shared.persistence.search_index import Indexed, create_search, index_records

revision = "0005"
down_revision = "0004"

RECORDS = (
    Indexed(
        table="sales_cases",
        kind="case",
        name="name",
        keys=("case_no", "external_id"),
        more=("description",),
    ),
    Indexed(
        table="reference_copies",
        kind="customer",
        name="name",
        keys=("number",),
        only="kind = 'customer'",
    ),
)


def upgrade() -> None:
    create_search(op)
    for each in RECORDS:
        index_records(op, each)
