"""Keeps suggestions of duplicates up to date.  Run by the worker."""

from collections.abc import Sequence
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
        CustomerUpdatedV1,
        together=True,
    )
    def on_customer_state_v1(self, events: Sequence[CustomerState], work: CrmWork) -> None:
        """Compare them with others, or take them out of all pairs."""
        affected = {each.customer_id for each in events if _is_compared_anew(each)}
        find_duplicates(work, kind="customer", record_ids=affected)


class DuplicateTimers:
    """Contacts that changed; crm tells nobody of those."""

    @when_due(FIND_TIMER)
    def find_duplicates(self, item: DueItem, work: CrmWork) -> None:
        """Compare one record."""
        find_duplicates(work, kind=item.payload["kind"], record_ids={UUID(item.key)})


def _is_compared_anew(event: CustomerState) -> bool:
    return not isinstance(event, CustomerUpdatedV1) or bool(_COMPARED & set(event.changed))
