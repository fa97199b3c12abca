"""
Create the index of searches: customers, contacts and notes.

Step: expand (1 of 1).
Locks: each indexed table while its rows are entered.
"""

from alembic import op
from shared.persistence.search_index import Indexed, create_search, index_records

revision = "0009"
down_revision = "0008"

RECORDS = (
    Indexed(
        table="customers",
        kind="customer",
        name="name",
        keys=("customer_no", "organisation_number", "email", "phone"),
        more=("legal_name",),
    ),
    Indexed(
        table="contacts",
        kind="contact",
        name="concat_ws(' ', given_name, family_name)",
        key_lists=("emails", "phones"),
        more=("title",),
    ),
    Indexed(table="notes", kind="note", name="''", long="body"),
)


def upgrade() -> None:
    create_search(op)
    for each in RECORDS:
        index_records(op, each)
    op.drop_index("ix_customers_search_text", table_name="customers")
    op.drop_index("ix_contacts_search_text", table_name="contacts")
    op.drop_index("ix_notes_body", table_name="notes")
