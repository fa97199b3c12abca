"""What erp_sync does when something happened elsewhere.  Run by the worker."""

from shared.contracts.crm.events import (
    CustomerArchivedV1,
    CustomerCreatedV1,
    CustomerRestoredV1,
    CustomerState,
    CustomerUpdatedV1,
)
from shared.messaging.consume import on

from erp_sync.application.jobs import queue_customer
from erp_sync.persistence.work import ErpSyncWork


class ErpSyncEvents:
    """The copy of the customer is kept before any of these run."""

    @on(CustomerCreatedV1, CustomerUpdatedV1, CustomerArchivedV1, CustomerRestoredV1)
    def on_customer_state_v1(self, event: CustomerState, work: ErpSyncWork) -> None:
        """Queue the customer for every ERP system."""
        queue_customer(work, customer_id=event.customer_id, version=event.version)
