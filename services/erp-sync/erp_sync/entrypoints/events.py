"""What erp_sync does when something happened elsewhere.  Run by the worker."""

from collections.abc import Sequence

from shared.contracts.crm.events import (
    CustomerArchivedV1,
    CustomerCreatedV1,
    CustomerRestoredV1,
    CustomerState,
    CustomerUpdatedV1,
)
from shared.contracts.crm.merge_events import CustomerMergedV1, CustomerUnmergedV1
from shared.messaging.consume import on

from erp_sync.application.jobs import queue_customers
from erp_sync.persistence.work import ErpSyncWork

# What a merge changed is queued when the merge itself is told: by then links have moved.
_CHANGED_BY_A_MERGE = {"merged", "unmerged"}


class ErpSyncEvents:
    """The copy of the customer is kept before any of these run."""

    @on(
        CustomerCreatedV1,
        CustomerUpdatedV1,
        CustomerArchivedV1,
        CustomerRestoredV1,
        together=True,
    )
    def on_customer_state_v1(self, events: Sequence[CustomerState], work: ErpSyncWork) -> None:
        """Queue the customers for every ERP system."""
        told = [each for each in events if not _CHANGED_BY_A_MERGE & set(each.changed)]
        told.sort(key=lambda each: each.version)  # the newest of each customer is the last
        queue_customers(work, {each.customer_id: each.version for each in told})

    @on(CustomerMergedV1)
    def on_customer_merged_v1(self, event: CustomerMergedV1, work: ErpSyncWork) -> None:
        """Queue the survivor, only now that its links are in order."""
        if event.merged_into_id is not None:
            survivor_id, version = event.merged_into_id, event.survivor_version
            queue_customers(work, {survivor_id: version})

    @on(CustomerUnmergedV1)
    def on_customer_unmerged_v1(self, event: CustomerUnmergedV1, work: ErpSyncWork) -> None:
        """Queue both, each with its own link again."""
        versions = {event.survivor_id: event.survivor_version, event.customer_id: event.version}
        queue_customers(work, versions)
