"""
Facts erp_sync publishes.

Owner: erp_sync.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from uuid import UUID

from shared.contracts.declare import Event, event


@event("erp_sync", "customer.linked", aggregate="customer_id")
class ErpCustomerLinkedV1(Event):
    """
    A customer stands in an ERP system under a number of its own.

    Read by: crm (timeline).
    """

    customer_id: UUID
    version: int  # of the customer, as the ERP system now has it
    connection_id: UUID
    connection_name: str
    external_id: str
