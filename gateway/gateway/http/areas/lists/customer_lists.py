"""Lists of customers and contacts of one's own."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from shared.contracts.crm.lists.views import CustomerListView, ListMemberView

from gateway.http.calls import listing, posting, removing
from gateway.http.exchange import Exchange
from gateway.http.exporting.files import FORMAT, MEDIA_TYPES, table_file, wanted_format
from gateway.http.resources import Resource
from gateway.http.routing import Route
from gateway.http.schemas.lists import CustomerListBody, MembersBody

TAG = "Customer lists"
LISTS = Resource(
    path="/customer-lists",
    tag=TAG,
    service="crm",
    noun="customer_list",
    answer=CustomerListView,
    body=CustomerListBody,
)
_MEMBERS = "/customer-lists/{customer_list_id}/members"


def _export(exchange: Exchange) -> Response:
    kind = wanted_format(exchange.query)
    begun = exchange.ask("crm.begin_list_export", **exchange.path)
    return table_file(
        kind,
        name=begun["name"],
        columns=begun["columns"],
        rows=_rows(exchange),
        zone=exchange.principal.caller.time_zone,
    )


def _rows(exchange: Exchange) -> Iterator[list[Any]]:
    after = None
    while True:
        part = exchange.ask("crm.list_export_rows", **exchange.path, after=after)
        yield from part["rows"]
        after = part["after"]
        if after is None:
            return


ROUTES = (
    *LISTS.routes(),
    listing(
        _MEMBERS,
        "crm.list_list_members",
        tag=TAG,
        answer=ListMemberView,
        summary="List the members of a list that you may see.",
    ),
    posting(
        _MEMBERS,
        "crm.add_list_members",
        tag=TAG,
        answer=CustomerListView,
        summary="Put records on a static list.",
        body=MembersBody,
    ),
    removing(
        f"{_MEMBERS}/{{member_id}}",
        "crm.remove_list_member",
        tag=TAG,
        summary="Take a record off a static list.",
    ),
    Route(
        verb="POST",
        path="/customer-lists/{customer_list_id}/export",
        tag=TAG,
        summary="Take a list out as a workbook or CSV file.",
        view=_export,
        parameters=(FORMAT,),
        media_types=tuple(MEDIA_TYPES.values()),
        refusals=(404,),
    ),
)
