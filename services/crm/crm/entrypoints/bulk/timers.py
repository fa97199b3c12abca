"""What the worker runs for changes of many records."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from crm.application.bulk.edits import BULK_TIMER, continue_bulk_edit
from crm.application.bulk.rights import caller_with
from crm.persistence.work import CrmWork


class BulkTimers:
    """Each run is a transaction of its own and schedules the next chunk in it."""

    @when_due(BULK_TIMER)
    def bulk_edit(self, item: DueItem, work: CrmWork) -> None:
        """Work on the next records, with the rights of whoever asked."""
        work.act_as(caller_with(item.payload, item.organisation_id, source="bulk"))
        continue_bulk_edit(work, bulk_edit_id=UUID(item.key))
