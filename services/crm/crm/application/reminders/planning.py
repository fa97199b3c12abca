"""Planning reminders: who gets which, and when the worker looks next."""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.references import references

from crm.application.ports import CrmWork
from crm.domain.activities import Activity
from crm.domain.reminders.reminding import Plan, Preference, Reminder, plan

TIMER = "activity_reminder"


def plan_reminders(work: CrmWork, activity: Activity) -> None:
    """
    Have the worker look when the next reminder of an activity is due; nobody waits for it.

    Called after every change, so what was moved is planned anew, and what is settled or put away
    is forgotten.
    """
    reminders = work.reminders.of_activity(activity.id)
    made, now = Plan(), work.now()
    if reminders and activity.status == "planned" and activity.archived_at is None:
        made = plan(activity, reminders, zones_of(work, reminders), since=now, now=now)
    work.reminders.plan_next(made.next_at, activity.id)
    due_at = now if made.due else made.soonest_at
    if due_at is None:
        work.unschedule(TIMER, str(activity.id))
    else:
        work.schedule(TIMER, str(activity.id), due_at, {"since": now.isoformat()})


def give_reminders(work: CrmWork, activity: Activity, people: Iterable[UUID]) -> None:
    """Give new people of an activity the reminders they usually want."""
    wanted = set(people)
    if not wanted or activity.status != "planned":
        return
    preferences = work.reminders.preferences(wanted)
    work.reminders.add_all(
        [
            Reminder(
                activity_id=activity.id,
                user_id=user_id,
                lead_minutes=preference.lead_minutes,
                channel=channel,
            )
            for user_id in sorted(wanted)
            for preference in [preferences.get(user_id, Preference())]
            for channel in preference.channels
        ]
    )


def take_reminders(work: CrmWork, activity: Activity, people: Iterable[UUID]) -> None:
    """People who are out of an activity are not reminded of it."""
    gone = set(people)
    for each in work.reminders.of_activity(activity.id) if gone else ():
        if each.user_id in gone:
            each.archived_at = work.now()
            work.save(each)


def copy_reminders(work: CrmWork, activity: Activity, later: Activity) -> None:
    """A series that goes on from another reminds the same people in the same way."""
    work.reminders.add_all(
        [
            Reminder(
                activity_id=later.id,
                user_id=each.user_id,
                lead_minutes=each.lead_minutes,
                channel=each.channel,
            )
            for each in work.reminders.of_activity(activity.id)
        ]
    )


def zones_of(work: CrmWork, reminders: Iterable[Reminder]) -> dict[UUID, ZoneInfo]:
    """Where each person lives, as identity told; else where the organisation is."""
    ids = {each.user_id for each in reminders}
    copies = references(work, "user", ids)  # type: ignore[arg-type]
    usual = work.caller.time_zone
    return {
        each: ZoneInfo(copies[each].data.get("time_zone") or usual if each in copies else usual)
        for each in ids
    }
