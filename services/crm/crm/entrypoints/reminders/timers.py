"""Reminders, when they are due."""

from datetime import datetime
from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from crm.application.reminders.firing import fire_reminders
from crm.application.reminders.planning import TIMER
from crm.persistence.work import CrmWork


class ReminderTimers:
    """One item for each activity; it schedules the next time itself."""

    @when_due(TIMER)
    def fire(self, item: DueItem, work: CrmWork) -> None:
        """Remind everybody whose reminder of the activity is due."""
        since = datetime.fromisoformat(item.payload["since"])
        fire_reminders(work, activity_id=UUID(item.key), since=since)
