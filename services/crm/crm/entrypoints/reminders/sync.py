"""What crm's sync worker does: the only process of crm's that speaks to others, a mail server."""

from shared.contracts.crm.events import ReminderDueV1
from shared.messaging.consume import on
from shared.persistence.work import Works

from crm.application.reminders.mailing import mail_reminder
from crm.persistence.work import CrmWork


class ReminderMails:
    """The row of a firing says what is to be done, so the same message twice sends once."""

    @on(ReminderDueV1, transaction=False)
    def on_reminder_due_v1(self, event: ReminderDueV1, works: Works[CrmWork]) -> None:
        """Remind by e-mail whoever chose that."""
        if event.channel == "email":
            mail_reminder(
                works, organisation_id=event.organisation_id, reminder_id=event.reminder_id
            )
