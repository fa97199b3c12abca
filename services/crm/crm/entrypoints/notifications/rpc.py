"""Notifications, as others may call them."""

from uuid import UUID

from shared.contracts.crm.notification_views import NotificationView, UnreadView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.persistence.work import CrmWork


class NotificationsRpc:
    """Promised in ``shared.contracts.crm.notification_rpc``; every caller has his own."""

    @question()
    def list_notifications(self, work: CrmWork, *, query: ListQuery) -> Page[NotificationView]:
        return work.notifications.page(query)

    @question()
    def count_unread_notifications(self, work: CrmWork) -> UnreadView:
        return UnreadView(unread=work.notifications.unread())

    @command()
    def read_notification(self, work: CrmWork, *, notification_id: UUID) -> NotificationView:
        return work.notifications.read(notification_id)

    @command()
    def read_notifications(self, work: CrmWork) -> UnreadView:
        work.notifications.read_all()
        return UnreadView(unread=work.notifications.unread())
