"""Other systems: calendars of people, and ERP systems."""

import re

from flask import Response, request
from shared.contracts.calendar_sync.views import (
    AccountView,
    BindingView,
    ConflictView,
    FeedView,
)
from shared.contracts.erp_sync.views import AttemptView, ConnectionView, JobView, LinkView
from shared.kernel.errors import NotFound

from gateway.http.calls import listing
from gateway.http.exchange import Exchange
from gateway.http.resources import ARCHIVE, CHANGE, CREATE, READ, Resource
from gateway.http.routing import Route
from gateway.http.schemas.connections import AccountBody, BindingBody, ConnectionBody, FeedBody

CALENDAR, ERP = "Calendar", "ERP"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,256}\Z")
_TAG = re.compile(r'"([A-Za-z0-9_-]{1,128})"')

ACCOUNTS = Resource(
    path="/calendar/accounts",
    tag=CALENDAR,
    service="calendar_sync",
    noun="account",
    answer=AccountView,
    body=AccountBody,
    can=(CREATE, READ, CHANGE, ARCHIVE),
)
BINDINGS = Resource(
    path="/calendar/bindings",
    tag=CALENDAR,
    service="calendar_sync",
    noun="binding",
    answer=BindingView,
    body=BindingBody,
    can=(READ, CHANGE),
)
FEEDS = Resource(
    path="/calendar/feeds",
    tag=CALENDAR,
    service="calendar_sync",
    noun="feed",
    answer=FeedView,
    body=FeedBody,
    can=(CREATE, READ, CHANGE, ARCHIVE),
)

CONNECTIONS = Resource(
    path="/erp/connections",
    tag=ERP,
    service="erp_sync",
    noun="connection",
    answer=ConnectionView,
    body=ConnectionBody,
)
OUTBOX = Resource(
    path="/erp/outbox", tag=ERP, service="erp_sync", noun="job", answer=JobView, can=(READ,)
)


def _read_feed(exchange: Exchange) -> Response:
    token = exchange.path["token"]
    if not _TOKEN.match(token):
        raise NotFound("There is no such feed.", code="calendar_sync.feed_unknown")
    known = _TAG.search(request.headers.get("If-None-Match", ""))
    feed = exchange.ask("calendar_sync.read_feed", token=token, etag=known[1] if known else None)
    answer = Response(feed["text"] or "", content_type="text/calendar; charset=utf-8")
    answer.status_code = 200 if feed["text"] is not None else 304
    answer.headers["ETag"] = f'"{feed["etag"]}"'
    return answer


ROUTES = (
    *ACCOUNTS.routes(),
    *BINDINGS.routes(),
    *FEEDS.routes(),
    FEEDS.action("rotate", "Give a feed a new address; the old one stops at once."),
    Route(
        verb="GET",
        path="/calendar/feed/{token}.ics",
        tag=CALENDAR,
        summary="Subscribe to a private calendar; the address is the right to read it.",
        view=_read_feed,
        media_types=("text/calendar",),
        is_public=True,
        refusals=(404,),
    ),
    listing(
        "/calendar/conflicts",
        "calendar_sync.list_conflicts",
        tag=CALENDAR,
        answer=ConflictView,
        summary="List what in calendars needs a person.",
    ),
    *CONNECTIONS.routes(),
    CONNECTIONS.action("test", "Try a connection."),
    CONNECTIONS.action("resync", "Queue every known customer."),
    listing(
        "/erp/links",
        "erp_sync.list_links",
        tag=ERP,
        answer=LinkView,
        summary="List which record there is which record here.",
    ),
    *OUTBOX.routes(),
    OUTBOX.action("retry", "Try a queued update again now."),
    OUTBOX.action("discard", "Give a queued update up."),
    listing(
        "/erp/runs",
        "erp_sync.list_attempts",
        tag=ERP,
        answer=AttemptView,
        summary="List tries to bring records over.",
    ),
)
