"""Activities and notes."""

from shared.contracts.crm.timeline_views import ActivityView, NoteView

from gateway.http.resources import Resource
from gateway.http.schemas.activities import ActivityBody, CompleteBody, NoteBody

TAG = "Activities"

ACTIVITIES = Resource(
    path="/activities",
    tag=TAG,
    service="crm",
    noun="activity",
    nouns="activities",
    answer=ActivityView,
    body=ActivityBody,
)
NOTES = Resource(path="/notes", tag=TAG, service="crm", noun="note", answer=NoteView, body=NoteBody)

ROUTES = (
    *ACTIVITIES.routes(),
    ACTIVITIES.action(
        "complete",
        "Mark an activity as done.",
        body=CompleteBody,
        body_needed=False,
        is_versioned=True,
    ),
    ACTIVITIES.action("cancel", "Call an activity off.", is_versioned=True),
    *NOTES.routes(),
)
