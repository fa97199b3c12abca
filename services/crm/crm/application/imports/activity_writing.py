"""Makes and changes activities as rows of a file say; nobody is notified or reminded of them."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.crm.events import ActivityCreatedV1, ActivityState, ActivityUpdatedV1

from crm.application.imports.plans import attributes
from crm.application.occurrences.storing import make_ready, note_stored
from crm.application.ports import CrmWork
from crm.domain.activities import Activity

ImportRow = Any  # a row of import_rows


def create_activities(work: CrmWork, rows: Sequence[ImportRow]) -> dict[UUID, Any]:
    """Make an activity for each row."""
    activities = []
    for row in rows:
        values = attributes(row.plan["values"], {})
        status = values.pop("status", "planned")
        activity = Activity(id=row.record_id, **values)
        _bring_to(work, activity, status)
        activities.append(activity)
    _store(work, activities, ActivityCreatedV1)
    return {}


def change_activities(
    work: CrmWork, rows: Sequence[ImportRow]
) -> tuple[dict[UUID, int], dict[UUID, Any]]:
    """Change an activity for each row; versions by activity."""
    activities = work.imports.activities([row.record_id for row in rows])
    for row in rows:
        activity, values = activities[row.record_id], attributes(row.plan["values"], {})
        status = values.pop("status", activity.status)
        activity.change(values)
        _bring_to(work, activity, status)
    changed = [activities[row.record_id] for row in rows]
    _store(work, changed, ActivityUpdatedV1)
    return {each.id: each.version for each in changed}, {}


def _store(work: CrmWork, activities: Sequence[Activity], shape: type[ActivityState]) -> None:
    for activity in activities:
        make_ready(activity)
    work.imports.save_all(activities)
    for activity in activities:
        note_stored(work, activity, shape)


def _bring_to(work: CrmWork, activity: Activity, status: str) -> None:
    if status == activity.status:
        return
    if status == "done":
        activity.complete(_over_at(work, activity))
    elif status == "cancelled":
        activity.cancel()
    elif status == "no_show":
        activity.miss()
    else:
        activity.reopen(status)


def _over_at(work: CrmWork, activity: Activity) -> datetime:
    """When it was over: its end, or noon of its day; at the latest now."""
    at, day = activity.end_at or activity.start_at, activity.end_on or activity.due_on
    if at is None and day is not None:
        at = datetime.combine(day, time(12), ZoneInfo(work.caller.time_zone))
    return min(at, work.now()) if at else work.now()
