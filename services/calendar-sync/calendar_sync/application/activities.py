"""Keeping copies of crm's activities, and queueing them for the calendars they belong in."""

from calendar_sync.application.ports import CalendarWork
from calendar_sync.application.waking import wake
from calendar_sync.domain.activities import Activity


def keep_activity(work: CalendarWork, activity: Activity) -> None:
    """
    Keep the newest state of an activity and queue it for every calendar concerned.

    Concerned is also who no longer takes part: it must leave his calendar.  The calendars are
    locked in a fixed order and before their operations, as sync workers do.
    """
    if not work.activities.keep(activity):
        return
    bindings = sorted(each.id for each in work.accounts.bindings_for(activity))
    for binding_id in bindings:
        work.operations.state(binding_id, lock=True)
    work.operations.queue(bindings, activity_id=activity.id, version=activity.version)
    for binding_id in bindings:
        wake(work, binding_id)
