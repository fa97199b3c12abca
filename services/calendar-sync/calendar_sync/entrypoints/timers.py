"""What calendar_sync does when something is due.  Run by the worker."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from calendar_sync.application import waking
from calendar_sync.persistence.work import CalendarSyncWork


class CalendarSyncTimers:
    """Each only wakes sync workers; none calls a calendar."""

    @when_due(waking.RETRY)
    def retry(self, item: DueItem, work: CalendarSyncWork) -> None:
        """The waiting time of one calendar is over."""
        waking.wake_again(work, UUID(item.key))

    @when_due(waking.POLL)
    def poll(self, item: DueItem, work: CalendarSyncWork) -> None:
        """See whether somebody changed a calendar where we do not notice."""
        waking.wake(work, UUID(item.key))

    @when_due(waking.SWEEP)
    def sweep(self, item: DueItem, work: CalendarSyncWork) -> None:
        """Find what was forgotten, for instance because the broker lost a message."""
        waking.sweep(work)
