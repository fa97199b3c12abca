"""
What crm tells when two records become one, and when they are taken apart again.

Owner: crm.  The aggregate is the record that was merged away, the loser.
"""

from uuid import UUID

from shared.contracts.crm.events import CustomerState
from shared.contracts.declare import Event, event


@event("crm", "customer.merged", aggregate="customer_id")
class CustomerMergedV1(CustomerState, kw_only=True):
    """
    A customer became part of another: whoever holds its id holds ``merged_into_id`` from now on.

    Read by: sales, quoting, projects, erp_sync (their rows follow).
    """

    merge_id: UUID
    survivor_version: int


@event("crm", "customer.unmerged", aggregate="customer_id")
class CustomerUnmergedV1(CustomerState, kw_only=True):
    """
    A merged customer stands alone again; rows that were moved go back to it.

    Read by: sales, quoting, projects, erp_sync (their rows follow).
    """

    merge_id: UUID
    survivor_id: UUID
    survivor_version: int


class ContactMergeState(Event, kw_only=True):
    """A contact after it was merged or taken apart."""

    contact_id: UUID
    version: int
    merge_id: UUID
    survivor_id: UUID
    merged_into_id: UUID | None = None


@event("crm", "contact.merged", aggregate="contact_id")
class ContactMergedV1(ContactMergeState):
    """
    A contact became part of another.

    Read by: sales, quoting (their rows follow).
    """


@event("crm", "contact.unmerged", aggregate="contact_id")
class ContactUnmergedV1(ContactMergeState):
    """
    A merged contact stands alone again.

    Read by: sales, quoting (their rows follow).
    """
