"""ERP systems: connections, links, queued updates and their tries."""

from shared.contracts.erp_sync.views import AttemptView, ConnectionView, JobView, LinkView

from gateway.http.resources import READ, Resource, listing
from gateway.http.schemas.connections import ConnectionBody

TAG = "ERP"

CONNECTIONS = Resource(
    path="/erp/connections",
    tag=TAG,
    service="erp_sync",
    noun="connection",
    answer=ConnectionView,
    body=ConnectionBody,
)
OUTBOX = Resource(
    path="/erp/outbox", tag=TAG, service="erp_sync", noun="job", answer=JobView, can=(READ,)
)

ROUTES = (
    *CONNECTIONS.routes(),
    CONNECTIONS.action("test", "Try a connection."),
    CONNECTIONS.action("resync", "Queue every known customer."),
    listing(
        "/erp/links",
        "erp_sync.list_links",
        tag=TAG,
        answer=LinkView,
        summary="List which record there is which record here.",
    ),
    *OUTBOX.routes(),
    OUTBOX.action("retry", "Try a queued update again now."),
    OUTBOX.action("discard", "Give a queued update up."),
    listing(
        "/erp/runs",
        "erp_sync.list_attempts",
        tag=TAG,
        answer=AttemptView,
        summary="List tries to bring records over.",
    ),
)
