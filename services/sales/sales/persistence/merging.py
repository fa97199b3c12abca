"""Which columns of sales hold ids of customers and contacts; they follow when crm merges two."""

from shared.persistence.moving import Columns, add_moving_tables

from sales.persistence.tables import case_changes, metadata, sales_cases

CRM_IDS: Columns = {
    "customer": (
        sales_cases.c.customer_id,
        sales_cases.c.partner_id,
        case_changes.c.customer_id,
    ),
    "contact": (sales_cases.c.contact_id,),
}
add_moving_tables(metadata)
