"""Brings records into segments after a rule changed, chunk by chunk.  Run by the worker."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from crm.application.classifying.segments import TIMER, follow_rules
from crm.persistence.work import CrmWork


class SegmentTimers:
    """The item's key is what the records are: customer or contact."""

    @when_due(TIMER)
    def follow_rules(self, item: DueItem, work: CrmWork) -> None:
        """Look at the next records; a rule that changes meanwhile starts over."""
        last = item.payload.get("last")
        follow_rules(work, record=item.key, last=UUID(last) if last else None)
