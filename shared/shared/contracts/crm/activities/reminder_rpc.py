"""What crm answers about reminders."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.activities.reminder_views import (
    ReminderFields,
    ReminderPreferenceFields,
    ReminderPreferenceView,
    ReminderView,
)
from shared.kernel.paging import ListQuery, Page


class ReminderCalls(Protocol):
    """Reminders of the caller; nobody sees another's."""

    def list_reminders(self, *, query: ListQuery) -> Page[ReminderView]:
        """
        List mine, the next first.

        Filters: activity_id, channel, next_at, status (planned, over); sorts: next_at, created_at.
        """
        ...

    def create_reminder(self, *, activity_id: UUID, fields: ReminderFields) -> ReminderView:
        """
        Be reminded of an activity.

        Raises: ``crm.activity_unknown``, ``crm.reminder_lead_invalid``,
        ``crm.reminder_channel_unknown`` (Invalid), ``crm.reminder_exists`` (RuleBroken).
        """
        ...

    def remove_reminder(self, *, activity_id: UUID, reminder_id: UUID) -> None:
        """Be reminded no more.  Raises: ``crm.reminder_unknown``."""
        ...

    def get_reminder_preference(self) -> ReminderPreferenceView:
        """How I am reminded unless I say otherwise about an activity."""
        ...

    def change_reminder_preference(
        self, *, fields: ReminderPreferenceFields
    ) -> ReminderPreferenceView:
        """Change it.  Raises: ``crm.reminder_lead_invalid``, ``crm.reminder_channel_unknown``."""
        ...
