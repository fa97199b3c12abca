"""Activities and notes."""

from flask import Response
from shared.contracts.crm.timeline_views import ActivityView, NoteView

from gateway.http.exchange import Exchange
from gateway.http.resources import Resource
from gateway.http.routing import Route
from gateway.http.schemas.activities import (
    ActivityBody,
    CallOffBody,
    CompleteBody,
    NoteBody,
    OccurrenceBody,
)

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


def _change_occurrence(exchange: Exchange) -> Response:
    fields = dict(exchange.body)
    which = {name: fields.pop(name) for name in ("occurrence_start", "scope") if name in fields}
    changed = exchange.ask(
        "crm.change_occurrence_activity",
        **exchange.path,
        **which,
        **exchange.optional_version(),
        fields=fields,
    )
    return exchange.one(changed)


ROUTES = (
    *ACTIVITIES.routes(),
    ACTIVITIES.action(
        "complete",
        "Mark an activity as done.",
        body=CompleteBody,
        body_needed=False,
        is_versioned=True,
    ),
    ACTIVITIES.action(
        "cancel",
        "Call an activity off, or one occurrence of it.",
        body=CallOffBody,
        body_needed=False,
        is_versioned=True,
    ),
    ACTIVITIES.action(
        "no-show",
        "Write down that nobody came.",
        body=CompleteBody,
        body_needed=False,
        is_versioned=True,
    ),
    Route(
        verb="POST",
        path="/activities/{activity_id}/change-occurrence",
        tag=TAG,
        summary="Change one occurrence of a series, or it and all that follow.",
        view=_change_occurrence,
        body=OccurrenceBody,
        answer=ActivityView,
        is_versioned=True,
        refusals=(404, 409, 412),
    ),
    *NOTES.routes(),
)
