"""Use cases of a person choosing how he is reminded."""

from uuid import UUID

from shared.contracts.crm.activities.reminder_views import ReminderFields, ReminderPreferenceFields
from shared.kernel.errors import Invalid

from crm.application.ports import CrmWork
from crm.application.reminders.planning import plan_reminders
from crm.domain.errors import ReminderExists
from crm.domain.reminders.reminding import (
    MOST_REMINDERS,
    USUAL_LEAD_MINUTES,
    Preference,
    Reminder,
    checked_channel,
    checked_lead,
)
from crm.domain.values.problems import Problems


def create_reminder(work: CrmWork, *, activity_id: UUID, fields: ReminderFields) -> Reminder:
    """
    Be reminded of an activity one may see.

    Raises:
        Invalid: ``crm.reminder_lead_invalid``, ``crm.reminder_channel_unknown``.
        ReminderExists: There is such a one, or there are very many.
    """
    activity = work.activities.get(activity_id)
    given, problems = fields.given(), Problems()
    lead = problems.read(
        "/lead_minutes", checked_lead, given.get("lead_minutes", USUAL_LEAD_MINUTES)
    )
    channel = problems.read("/channel", checked_channel, given.get("channel", "in_app"))
    problems.stop("crm.reminder_invalid")
    me = work.caller.actor_id
    mine = [each for each in work.reminders.of_activity(activity_id) if each.user_id == me]
    same = any((each.lead_minutes, each.channel) == (lead, channel) for each in mine)
    if same or len(mine) >= MOST_REMINDERS:
        raise ReminderExists(activity_id)
    made = Reminder(activity_id=activity_id, user_id=me, lead_minutes=lead, channel=channel)
    work.save(made)
    plan_reminders(work, activity)
    return made


def remove_reminder(work: CrmWork, *, activity_id: UUID, reminder_id: UUID) -> None:
    """Be reminded no more; ``crm.reminder_unknown``."""
    activity = work.activities.get(activity_id)
    reminder = work.reminders.get(reminder_id)
    reminder.archived_at = work.now()
    work.save(reminder)
    plan_reminders(work, activity)


def choose_preference(work: CrmWork, *, fields: ReminderPreferenceFields) -> Preference:
    """
    Say how one is reminded of activities planned from now on.

    Raises:
        Invalid: ``crm.reminder_lead_invalid``, ``crm.reminder_channel_unknown``.
    """
    given = fields.given()
    now = work.reminders.preferences([work.caller.actor_id]).get(work.caller.actor_id)
    present = now or Preference()
    channels = given.get("channels", list(present.channels))
    if len(set(channels)) != len(channels):
        raise Invalid("each channel once", code="crm.reminder_channel_unknown")
    chosen = Preference(
        lead_minutes=checked_lead(given.get("lead_minutes", present.lead_minutes)),
        channels=tuple(checked_channel(each) for each in channels),
    )
    work.reminders.keep_preference(chosen)
    return chosen
