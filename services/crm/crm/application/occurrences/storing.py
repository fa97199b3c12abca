"""Storing an activity: what follows from it, the timeline, and what the platform is told."""

from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.crm.events import ActivityState, OccurrenceState

from crm.application.ports import CrmWork
from crm.domain.activities import Activity
from crm.domain.occurrences.changes import OccurrenceChange
from crm.domain.occurrences.differing import note_ends
from crm.domain.occurrences.expanding import OPEN, Occurrence, is_over, occurrences_of
from crm.domain.timeline import TimelineEntry
from crm.domain.values.activity_times import ActivityTimes

_OWN = (
    "activity_id",
    "archived",
    "participant_ids",
    "changes",
    "next_occurrence",
    "last_done",
)
_SAME = [name for name in ActivityState.__struct_fields__ if name not in _OWN]
_DIFFERENT = OccurrenceState.__struct_fields__
_TIMES = [each.name for each in fields(ActivityTimes) if each.name != "time_adjusted"]


def store_activity(work: CrmWork, activity: Activity, shape: type[ActivityState]) -> None:
    """Save, write the timeline anew, and tell the platform."""
    make_ready(activity)
    work.save(activity)
    note_stored(work, activity, shape)


def make_ready(activity: Activity) -> None:
    """Fill in what every stored activity has."""
    activity.ical_uid = activity.ical_uid or f"{activity.id}@samspill"
    note_ends(activity)


def note_stored(work: CrmWork, activity: Activity, shape: type[ActivityState]) -> None:
    """Write the timeline anew, and tell the platform."""
    if activity.customer_id is None or activity.archived_at is not None:
        work.timeline.forget("activity", activity.id)
    else:
        work.timeline.put(_entry(activity))
    tell_activity(work, activity, shape)


def tell_activity(
    work: CrmWork, activity: Activity, shape: type[ActivityState], **otherwise: Any
) -> None:
    """Tell the platform how an activity stands, or stands *otherwise*."""
    values = {name: getattr(activity, name) for name in _SAME}
    values["archived"] = activity.archived_at is not None
    work.publish(
        shape(
            **values | otherwise,
            activity_id=activity.id,
            participant_ids=activity.participant_ids,
            changes=[_state(each) for each in activity.changes],
            next_occurrence=_next(work, activity),
            last_done=_last_done(activity),
        )
    )


def _state(change: OccurrenceChange) -> OccurrenceState:
    return OccurrenceState(**{name: getattr(change, name) for name in _DIFFERENT})


def _next(work: CrmWork, activity: Activity) -> OccurrenceState | None:
    """The first open occurrence that is not over."""
    if activity.recurrence is None or activity.times.start is None or activity.status not in OPEN:
        return None
    now = work.now()
    today = now.astimezone(ZoneInfo(activity.time_zone or work.caller.time_zone)).date()
    for each in occurrences_of(activity, activity.changes, since=now):
        if each.status in OPEN and not is_over(each.times, now=now, today=today):
            return _told(each)
    return None


def _last_done(activity: Activity) -> OccurrenceState | None:
    """The last occurrence that is done; each has a change, because doing it made one."""
    if activity.recurrence is None:
        return None
    done = {each.occurrence_start for each in activity.changes if each.status == "done"}
    last = None
    for each in occurrences_of(activity, activity.changes) if done else ():
        if each.occurrence_start in done:
            last = each
            done.discard(each.occurrence_start)
        if not done:
            break
    return _told(last) if last else None


def _told(occurrence: Occurrence) -> OccurrenceState:
    return OccurrenceState(
        occurrence_start=occurrence.occurrence_start or "",
        subject=occurrence.subject,
        location=occurrence.location,
        status=occurrence.status,
        **{name: getattr(occurrence.times, name) for name in _TIMES},
    )


def _entry(activity: Activity) -> TimelineEntry:
    at = activity.completed_at or activity.start_at or activity.created_at
    assert activity.customer_id is not None
    assert at is not None
    return TimelineEntry(
        key=f"activity:{activity.id}",
        customer_id=activity.customer_id,
        at=at,
        kind=f"activity.{activity.kind}",
        title=activity.subject,
        ref_kind="activity",
        ref_id=activity.id,
        ref_version=activity.version,
        owner_id=activity.owner_id,
        unit_id=activity.unit_id,
        is_private=activity.privacy == "private",
    )
