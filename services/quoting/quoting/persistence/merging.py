"""Which columns of quoting hold ids of customers and contacts; they follow when crm merges two."""

from shared.persistence.moving import Columns, add_moving_tables

from quoting.persistence.tables import metadata, price_lists, quotes

CRM_IDS: Columns = {
    "customer": (quotes.c.customer_id, price_lists.c.customer_id),
    "contact": (quotes.c.contact_id,),
}
add_moving_tables(metadata)
