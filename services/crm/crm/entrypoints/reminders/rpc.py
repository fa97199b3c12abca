"""Reminders, as others may call them."""

from uuid import UUID

from shared.contracts.crm.activities.reminder_views import (
    ReminderFields,
    ReminderPreferenceFields,
    ReminderPreferenceView,
    ReminderView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.reminders import choosing
from crm.domain.reminders.reminding import Preference
from crm.persistence.work import CrmWork


class RemindersRpc:
    """Promised in ``shared.contracts.crm.activities.reminder_rpc``; every caller has his own."""

    @question()
    def list_reminders(self, work: CrmWork, *, query: ListQuery) -> Page[ReminderView]:
        return work.reminders.page(query)

    @command()
    def create_reminder(
        self, work: CrmWork, *, activity_id: UUID, fields: ReminderFields
    ) -> ReminderView:
        made = choosing.create_reminder(work, activity_id=activity_id, fields=fields)
        return work.reminders.show(made.id)

    @command()
    def remove_reminder(self, work: CrmWork, *, activity_id: UUID, reminder_id: UUID) -> None:
        choosing.remove_reminder(work, activity_id=activity_id, reminder_id=reminder_id)

    @question()
    def get_reminder_preference(self, work: CrmWork) -> ReminderPreferenceView:
        me = work.caller.actor_id
        return _view(work, work.reminders.preferences([me]).get(me, Preference()))

    @command()
    def change_reminder_preference(
        self, work: CrmWork, *, fields: ReminderPreferenceFields
    ) -> ReminderPreferenceView:
        return _view(work, choosing.choose_preference(work, fields=fields))


def _view(work: CrmWork, preference: Preference) -> ReminderPreferenceView:
    return ReminderPreferenceView(
        lead_minutes=preference.lead_minutes,
        channels=list(preference.channels),
        unavailable=[] if work.mailer.is_available else ["email"],
    )
