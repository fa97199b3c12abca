"""Exports: everything of an organisation, or about a person, as one file."""

from flask import Response, stream_with_context
from shared.contracts.crm.privacy_views import ExportView
from shared.kernel.errors import Conflict
from shared.messaging.topology import SERVICES

from gateway.compositions.export_archive import Piece, archive, index_of
from gateway.http.exchange import Exchange
from gateway.http.resources import READ, Resource
from gateway.http.routing import API, Route
from gateway.http.schemas.privacy import ExportBody

TAG = "Exports"
ZIP = "application/zip"

EXPORTS = Resource(
    path="/exports", tag=TAG, service="crm", noun="export", answer=ExportView, can=(READ,)
)


def _create(exchange: Exchange) -> Response:
    made = exchange.ask("crm.create_export", **exchange.body)
    return exchange.created(made, f"{API}/exports/{made['id']}")


def _file(exchange: Exchange) -> Response:
    export_id = exchange.path["export_id"]
    export = exchange.ask("crm.get_export", export_id=export_id)
    if export["status"] != "ready":
        raise Conflict(
            "There is no file to fetch.", code="crm.export_not_ready", status=export["status"]
        )
    pieces = [
        Piece(service, file["name"], tuple(file["chunks"]), file["rows"])
        for service in SERVICES
        for file in exchange.ask(f"{service}.export_files", export_id=export_id)
    ]

    def fetch(piece: Piece, seq: int) -> str:
        exchange.renew()
        method = f"{piece.service}.export_chunk"
        return str(exchange.ask_patiently(method, export_id=export_id, seq=seq))

    content = archive(pieces, fetch, index=index_of(export, pieces))
    answer = Response(stream_with_context(content), content_type=ZIP)
    name = f"samspill-{export['kind']}-{export_id}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


ROUTES = (
    *EXPORTS.routes(),
    Route(
        verb="POST",
        path="/exports",
        tag=TAG,
        summary="Write down everything of the organisation, also when its trial is over.",
        view=_create,
        body=ExportBody,
        answer=ExportView,
        status=201,
        after_trial=True,
    ),
    Route(
        verb="GET",
        path="/exports/{export_id}/file",
        tag=TAG,
        summary="Fetch an export as a zip of JSON and CSV files, within seven days.",
        view=_file,
        media_types=(ZIP,),
        refusals=(404, 409),
    ),
)
