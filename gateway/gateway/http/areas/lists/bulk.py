"""Changes of many customers or contacts at once."""

from flask import Response
from shared.contracts.crm.bulk.views import BulkEditView, BulkRowView

from gateway.http.calls import listing
from gateway.http.exchange import Exchange
from gateway.http.resources import READ, Resource
from gateway.http.routing import API, Route
from gateway.http.schemas.lists import BulkBody

TAG = "Bulk changes"
EDITS = Resource(
    path="/bulk-edits",
    tag=TAG,
    service="crm",
    noun="bulk_edit",
    answer=BulkEditView,
    can=(READ,),
)


def _creating(nouns: str, entity: str) -> Route:
    def view(exchange: Exchange) -> Response:
        made = exchange.ask_patiently("crm.create_bulk_edit", entity=entity, fields=exchange.body)
        return exchange.created(made, f"{API}/bulk-edits/{made['id']}")

    return Route(
        verb="POST",
        path=f"/{nouns}/bulk",
        tag=TAG,
        summary=f"Preview one change to many {nouns}: by list, filters or ids.",
        view=view,
        body=BulkBody,
        answer=BulkEditView,
        status=201,
        refusals=(404,),
    )


ROUTES = (
    _creating("customers", "customer"),
    _creating("contacts", "contact"),
    *EDITS.routes(),
    listing(
        "/bulk-edits/{bulk_edit_id}/rows",
        "crm.list_bulk_rows",
        tag=TAG,
        answer=BulkRowView,
        summary="List the records of a change: old and new, and why one may not be changed.",
    ),
    EDITS.action("commit", "Change the records as previewed."),
    EDITS.action("undo", "Change the records back; who was changed since stays."),
)
