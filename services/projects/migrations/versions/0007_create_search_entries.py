"""
Create the index of searches: projects and invoices.

Step: expand (1 of 1).
Locks: each indexed table while its rows are entered.
"""

from alembic import op
from shared.persistence.search_index import Indexed, create_search, index_records

revision = "0007"
down_revision = "0006"

RECORDS = (
    Indexed(table="projects", kind="project", name="name", keys=("project_no",)),
    Indexed(
        table="invoices",
        kind="invoice",
        name="coalesce(invoice_no, '')",
        more=("note",),
        keys=("invoice_no",),
    ),
)


def upgrade() -> None:
    create_search(op)
    for each in RECORDS:
        index_records(op, each)
    op.drop_index("ix_projects_name_trigrams", table_name="projects")
