"""Imports of customers and contacts from files."""

from base64 import b64encode
from dataclasses import replace

from flask import Response, request
from shared.contracts.crm.import_views import ImportRowView, ImportView

from gateway.http.bodies import LARGEST_UPLOAD_BYTES, tidy_text, too_large
from gateway.http.calls import listing
from gateway.http.exchange import Exchange, refuse_field
from gateway.http.preconditions import request_hash
from gateway.http.problems import EdgeProblem
from gateway.http.resources import ARCHIVE, READ, Resource
from gateway.http.routing import API, Route
from gateway.http.schemas.customers import ImportBody

TAG = "Imports"
KINDS = ("customers", "contacts")

IMPORTS = Resource(
    path="/imports",
    tag=TAG,
    service="crm",
    noun="import",
    answer=ImportView,
    can=(READ, ARCHIVE),
)


def _upload(exchange: Exchange) -> Response:
    filename, content, kind = _uploaded()
    if exchange.context.idempotency_key:
        named = f"{filename}\n{kind}\n".encode() + content
        exchange.context = replace(exchange.context, request_hash=request_hash(named))
    made = exchange.ask_patiently(
        "crm.create_import", filename=filename, content=b64encode(content).decode(), kind=kind
    )
    return exchange.created(made, f"{API}/imports/{made['id']}")


def _uploaded() -> tuple[str, bytes, str]:
    """
    The name, bytes and kind of the file in the form.

    Raises:
        EdgeProblem: 400, 413, 415 or 422.
    """
    if request.mimetype != "multipart/form-data":
        raise EdgeProblem(415, "platform.media_type_unsupported", "Send multipart/form-data.")
    if (request.content_length or 0) > LARGEST_UPLOAD_BYTES + 10_000:
        raise too_large(LARGEST_UPLOAD_BYTES)
    files, form = request.files, request.form
    if set(files) != {"file"} or len(files.getlist("file")) != 1:
        raise refuse_field("file", "required", "One file named file is needed.")
    if unknown := set(form) - {"kind"}:
        raise refuse_field(min(unknown), "unknown", "Unknown field.")
    kind = form.get("kind", "customers")
    if kind not in KINDS:
        raise refuse_field("kind", "choice", f"One of {', '.join(KINDS)}.")
    content = files["file"].read(LARGEST_UPLOAD_BYTES + 1)
    if len(content) > LARGEST_UPLOAD_BYTES:
        raise too_large(LARGEST_UPLOAD_BYTES)
    return tidy_text((files["file"].filename or "upload")[:255], ("file",)), content, kind


def _change_mapping(exchange: Exchange) -> Response:
    changed = exchange.change("crm.change_import", read="crm.get_import", fields=exchange.body)
    return exchange.one(changed)


ROUTES = (
    Route(
        verb="POST",
        path="/imports",
        tag=TAG,
        summary="Upload a workbook or CSV file of customers or contacts, at most 20 MB.",
        view=_upload,
        answer=ImportView,
        status=201,
        upload=True,
    ),
    *IMPORTS.routes(),
    Route(
        verb="PATCH",
        path="/imports/{import_id}/mapping",
        tag=TAG,
        summary="Change how the file is read.",
        view=_change_mapping,
        body=ImportBody,
        is_partial=True,
        answer=ImportView,
        refusals=(404, 409, 412, 428),
    ),
    IMPORTS.action("check", "Try every row without writing."),
    IMPORTS.action("commit", "Write what the check said."),
    listing(
        "/imports/{import_id}/rows",
        "crm.list_import_rows",
        tag=TAG,
        answer=ImportRowView,
        summary="List the rows of an import with what is wrong with them.",
    ),
)
