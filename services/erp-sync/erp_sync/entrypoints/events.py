"""What erp_sync does when something happened elsewhere.  Run by the worker."""

from shared.contracts.crm.events import (
    CustomerArchivedV1,
    CustomerCreatedV1,
    CustomerRestoredV1,
    CustomerState,
    CustomerUpdatedV1,
)
from shared.contracts.crm.merge_events import CustomerMergedV1, CustomerUnmergedV1
from shared.messaging.consume import on

from erp_sync.application.jobs import queue_customer
from erp_sync.persistence.work import ErpSyncWork

# What a merge changed is queued when the merge itself is told: by then links have moved.
_CHANGED_BY_A_MERGE = {"merged", "unmerged"}


class ErpSyncEvents:
    """The copy of the customer is kept before any of these run."""

    @on(CustomerCreatedV1, CustomerUpdatedV1, CustomerArchivedV1, CustomerRestoredV1)
    def on_customer_state_v1(self, event: CustomerState, work: ErpSyncWork) -> None:
        """Queue the customer for every ERP system."""
        if not _CHANGED_BY_A_MERGE & set(event.changed):
            queue_customer(work, customer_id=event.customer_id, version=event.version)

    @on(CustomerMergedV1)
    def on_customer_merged_v1(self, event: CustomerMergedV1, work: ErpSyncWork) -> None:
        """Queue the survivor, only now that its links are in order."""
        if event.merged_into_id is not None:
            survivor_id, version = event.merged_into_id, event.survivor_version
            queue_customer(work, customer_id=survivor_id, version=version)

    @on(CustomerUnmergedV1)
    def on_customer_unmerged_v1(self, event: CustomerUnmergedV1, work: ErpSyncWork) -> None:
        """Queue both, each with its own link again."""
        queue_customer(work, customer_id=event.survivor_id, version=event.survivor_version)
        queue_customer(work, customer_id=event.customer_id, version=event.version)
