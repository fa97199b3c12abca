"""What crm answers about notifications."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.notification_views import NotificationView, UnreadView
from shared.kernel.paging import ListQuery, Page


class NotificationCalls(Protocol):
    """Notifications of the caller; nobody reads another's."""

    def list_notifications(self, *, query: ListQuery) -> Page[NotificationView]:
        """List mine, newest first.  Filters: kind, ref_kind, ref_id, created_at, read."""
        ...

    def count_unread_notifications(self) -> UnreadView:
        """Count those I have not read."""
        ...

    def read_notification(self, *, notification_id: UUID) -> NotificationView:
        """Mark one as read; twice is not an error.  Raises: ``crm.notification_unknown``."""
        ...

    def read_notifications(self) -> UnreadView:
        """Mark all as read."""
        ...
