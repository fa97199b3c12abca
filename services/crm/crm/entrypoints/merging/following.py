"""Keeps suggestions of duplicates up to date.  Run by the worker."""

from uuid import UUID

from shared.contracts.crm.events import (
    CustomerArchivedV1,
    CustomerCreatedV1,
    CustomerRestoredV1,
    CustomerState,
    CustomerUpdatedV1,
)
from shared.contracts.crm.merge_events import CustomerMergedV1, CustomerUnmergedV1
from shared.messaging.consume import on
from shared.messaging.timers import DueItem, when_due

from crm.application.merging.duplicates import FIND_TIMER, find_duplicates
from crm.persistence.work import CrmWork

_COMPARED = {"name", "organisation_number", "website", "email", "addresses", "merged", "unmerged"}


class DuplicateEvents:
    """Customers that changed, however they did: crm listens to what it told itself."""

    @on(
        CustomerCreatedV1,
        CustomerArchivedV1,
        CustomerRestoredV1,
        CustomerMergedV1,
        CustomerUnmergedV1,
    )
    def on_customer_state_v1(self, event: CustomerState, work: CrmWork) -> None:
        """Compare it with others, or take it out of all pairs."""
        find_duplicates(work, kind="customer", record_id=event.customer_id)

    @on(CustomerUpdatedV1)
    def on_customer_updated_v1(self, event: CustomerUpdatedV1, work: CrmWork) -> None:
        """Compare it again when something it is compared by changed."""
        if _COMPARED & set(event.changed):
            find_duplicates(work, kind="customer", record_id=event.customer_id)


class DuplicateTimers:
    """Contacts that changed; crm tells nobody of those."""

    @when_due(FIND_TIMER)
    def find_duplicates(self, item: DueItem, work: CrmWork) -> None:
        """Compare one record."""
        find_duplicates(work, kind=item.payload["kind"], record_id=UUID(item.key))
