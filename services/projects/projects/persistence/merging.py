"""Which columns of projects hold ids of customers and contacts; they follow when crm merges two."""

from shared.persistence.moving import Columns, add_moving_tables

from projects.persistence.tables import expenses, invoices, metadata, projects, time_entries

CRM_IDS: Columns = {
    "customer": (
        projects.c.customer_id,
        time_entries.c.customer_id,
        expenses.c.customer_id,
        invoices.c.customer_id,
    ),
}
add_moving_tables(metadata)
