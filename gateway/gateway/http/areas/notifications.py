"""What I am told."""

from shared.contracts.crm.notification_views import NotificationView, UnreadView

from gateway.http.calls import listing, posting, reading

TAG = "My day"

ROUTES = (
    listing(
        "/me/notifications",
        "crm.list_notifications",
        tag=TAG,
        answer=NotificationView,
        summary="List what you were told, newest first.",
    ),
    reading(
        "/me/notifications/unread",
        "crm.count_unread_notifications",
        tag=TAG,
        answer=UnreadView,
        summary="Count what you have not read.",
    ),
    posting(
        "/me/notifications/read",
        "crm.read_notifications",
        tag=TAG,
        answer=UnreadView,
        summary="Mark everything as read.",
        refusals=(),
    ),
    posting(
        "/me/notifications/{notification_id}/read",
        "crm.read_notification",
        tag=TAG,
        answer=NotificationView,
        summary="Mark one as read.",
        refusals=(404,),
    ),
)
