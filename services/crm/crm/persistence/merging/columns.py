"""
Which columns of crm hold ids of customers and contacts, and what becomes of them in a merge.

``MOVED`` rows simply follow.  ``JOINED`` ones may stand in for each other, so they are settled
one by one (``places``, ``lists``) and put back from their images.
"""

from shared.persistence.moving import Columns

from crm.persistence.activity_tables import (
    activities,
    activity_participants,
    notes,
    timeline_entries,
)
from crm.persistence.attachments.tables import attachments
from crm.persistence.classifying.tables import sold_facts
from crm.persistence.customer_lists.tables import customer_list_members
from crm.persistence.privacy.tables import consents
from crm.persistence.tables import addresses, affiliations, customer_owners, customers, ratings

MOVED: Columns = {
    "customer": (
        activities.c.customer_id,
        notes.c.customer_id,
        attachments.c.customer_id,
        timeline_entries.c.customer_id,
        ratings.c.customer_id,
        customer_owners.c.customer_id,
        sold_facts.c.customer_id,
        customers.c.parent_id,
        customers.c.partner_id,
        customers.c.invoicing_customer_id,
    ),
    "contact": (
        activity_participants.c.contact_id,
        notes.c.contact_id,
        attachments.c.contact_id,
        consents.c.contact_id,
    ),
}
JOINED: Columns = {
    "customer": (
        addresses.c.customer_id,
        affiliations.c.customer_id,
        customer_list_members.c.member_id,
    ),
    "contact": (
        affiliations.c.contact_id,
        activities.c.contact_ids,
        customer_list_members.c.member_id,
    ),
}
