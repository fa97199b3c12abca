"""What calendar_sync does when something happened elsewhere.  Run by the worker."""

from shared.contracts.crm.events import ActivityCreatedV1, ActivityState, ActivityUpdatedV1
from shared.messaging.consume import on

from calendar_sync.application.activities import keep_activity
from calendar_sync.domain.activities import Activity, Change
from calendar_sync.persistence.work import CalendarSyncWork

_OWN = ("id", "changed_at", "changes")
_SAME = [each for each in Activity.__dataclass_fields__ if each not in _OWN]


class CalendarSyncEvents:
    """Copies of activities, and calendars to be brought into step."""

    @on(ActivityCreatedV1, ActivityUpdatedV1)
    def on_activity_state_v1(self, event: ActivityState, work: CalendarSyncWork) -> None:
        """Keep the activity and queue it for the calendars of those who take part."""
        changed_at = work.envelope.occurred_at if work.envelope else work.now()
        same = {name: getattr(event, name) for name in _SAME}
        changes = tuple(
            Change(**{name: getattr(each, name) for name in Change.__dataclass_fields__})
            for each in event.changes
        )
        activity = Activity(id=event.activity_id, changed_at=changed_at, changes=changes, **same)
        keep_activity(work, activity)
