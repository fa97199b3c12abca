"""Reminding: what the worker does when a reminder is due."""

from datetime import datetime
from uuid import UUID

from shared.capabilities.references import references
from shared.contracts.crm.events import ReminderDueV1
from shared.kernel.errors import NotFound

from crm.application.ports import CrmWork
from crm.application.reminders.planning import TIMER, zones_of
from crm.domain.activities import Activity
from crm.domain.notifications.notices import Notice
from crm.domain.reminders.reminding import Firing, plan

_GONE = ("left", "locked")


def fire_reminders(work: CrmWork, *, activity_id: UUID, since: datetime) -> None:
    """
    Remind of an activity, and plan the next time.

    Exactly once: a firing is a row with a unique key, in the transaction that also removes the
    due item and writes the notification.  A worker killed half-way leaves nothing of it.

    Args:
        since: When this was planned.
    """
    try:
        activity = work.activities.get(activity_id)
    except NotFound:
        return
    reminders = work.reminders.of_activity(activity_id)
    if not reminders or activity.status != "planned" or activity.archived_at is not None:
        return
    now = work.now()
    made = plan(activity, reminders, zones_of(work, reminders), since=since, now=now)
    working = _working(work, {each.reminder.user_id for each in made.due})
    for firing in made.due:
        if firing.reminder.user_id in working:
            _fire(work, activity, firing)
    work.reminders.plan_next(made.next_at, activity_id)
    if made.soonest_at is not None:
        work.schedule(TIMER, str(activity_id), made.soonest_at, {"since": now.isoformat()})


def _fire(work: CrmWork, activity: Activity, firing: Firing) -> None:
    reminder = firing.reminder
    state = "told"
    if reminder.channel == "email":
        state = "waiting" if work.mailer.is_available else "unavailable"
    firing_id = work.reminders.claim(firing, state=state)
    if firing_id is None:
        return
    if reminder.channel == "in_app":
        work.notifications.add(
            Notice(
                user_id=reminder.user_id,
                kind="reminder",
                key=f"reminder:{activity.id}:{firing.starts}:{reminder.lead_minutes}",
                ref_kind="activity",
                ref_id=activity.id,
                occurrence_start=firing.occurrence_start,
                starts=firing.starts,
            )
        )
    work.publish(
        ReminderDueV1(
            reminder_id=firing_id,
            version=1,
            organisation_id=work.caller.organisation_id,
            activity_id=activity.id,
            user_id=reminder.user_id,
            channel=reminder.channel,
            lead_minutes=reminder.lead_minutes,
            starts=firing.starts,
            occurrence_start=firing.occurrence_start,
        )
    )


def _working(work: CrmWork, ids: set[UUID]) -> set[UUID]:
    """Those who have not left; somebody crm has not heard of yet is there."""
    copies = references(work, "user", ids)  # type: ignore[arg-type]
    return {
        each
        for each in ids
        if each not in copies or (not copies[each].archived and copies[each].status not in _GONE)
    }
