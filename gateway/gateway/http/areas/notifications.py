"""What I am told, and how I am reminded."""

from shared.contracts.crm.activities.reminder_views import ReminderPreferenceView, ReminderView
from shared.contracts.crm.notification_views import NotificationView, UnreadView

from gateway.http.calls import changing_part, listing, posting, reading, removing
from gateway.http.exchange import Exchange
from gateway.http.schemas.activities import ReminderBody, ReminderPreferenceBody

TAG = "My day"
_OF_ACTIVITY = "/activities/{activity_id}/reminders"


def _of_activity(exchange: Exchange) -> dict[str, str]:
    return {"activity_id": exchange.path["activity_id"]}


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
    listing(
        "/reminders",
        "crm.list_reminders",
        tag=TAG,
        answer=ReminderView,
        summary="List your reminders, the next first.",
    ),
    listing(
        _OF_ACTIVITY,
        "crm.list_reminders",
        tag=TAG,
        answer=ReminderView,
        summary="List your reminders of an activity.",
        filters=_of_activity,
        below="crm.get_activity",
    ),
    posting(
        _OF_ACTIVITY,
        "crm.create_reminder",
        tag=TAG,
        answer=ReminderView,
        summary="Be reminded of an activity.",
        body=ReminderBody,
        body_needed=False,
        as_fields=True,
        status=201,
    ),
    removing(
        _OF_ACTIVITY + "/{reminder_id}",
        "crm.remove_reminder",
        tag=TAG,
        summary="Be reminded no more.",
    ),
    reading(
        "/me/reminder-preference",
        "crm.get_reminder_preference",
        tag=TAG,
        answer=ReminderPreferenceView,
        summary="Read how you are usually reminded.",
    ),
    changing_part(
        "/me/reminder-preference",
        "crm.change_reminder_preference",
        tag=TAG,
        answer=ReminderPreferenceView,
        summary="Change how you are reminded of activities planned from now on.",
        body=ReminderPreferenceBody,
    ),
)
