"""Imports from files, the profiles by which files are read, and the files people correct."""

from base64 import b64decode, b64encode
from dataclasses import replace

from flask import Response, request
from shared.contracts.crm.imports.views import ImportProfileView, ImportRowView, ImportView
from shared.kernel.errors import Invalid

from gateway.http.bodies import LARGEST_UPLOAD_BYTES, tidy_text, too_large
from gateway.http.calls import listing
from gateway.http.exchange import Exchange, refuse_field
from gateway.http.exporting.files import disposition
from gateway.http.preconditions import request_hash
from gateway.http.problems import EdgeProblem
from gateway.http.resources import ARCHIVE, CHANGE, CREATE, READ, Resource
from gateway.http.routing import API, Route
from gateway.http.schemas.importing.bodies import CommitBody, ImportBody, ImportProfileBody

TAG = "Imports"
# What is wrong with a file as such; everything else about it is 422.
_STATUS = {
    "crm.import_file_type": 415,
    "crm.import_file_macros": 415,
    "crm.import_file_encrypted": 415,
    "crm.import_file_bomb": 413,
    "crm.import_file_too_large": 413,
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("customers", "contacts", "addresses", "activities")

IMPORTS = Resource(
    path="/imports",
    tag=TAG,
    service="crm",
    noun="import",
    answer=ImportView,
    can=(READ, ARCHIVE),
)


PROFILES = Resource(
    path="/import-profiles",
    tag=TAG,
    service="crm",
    noun="import_profile",
    answer=ImportProfileView,
    body=ImportProfileBody,
    can=(READ, CREATE, CHANGE, ARCHIVE),
)


def _upload(exchange: Exchange) -> Response:
    filename, content, kind = _uploaded()
    if exchange.context.idempotency_key:
        named = f"{filename}\n{kind}\n".encode() + content
        exchange.context = replace(exchange.context, request_hash=request_hash(named))
    try:
        made = exchange.ask_patiently(
            "crm.create_import", filename=filename, content=b64encode(content).decode(), kind=kind
        )
    except Invalid as error:
        if (status := _STATUS.get(error.code)) is None:
            raise
        raise EdgeProblem(status, error.code, error.message) from error
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


def _error_workbook(exchange: Exchange) -> Response:
    file = exchange.ask_patiently("crm.write_error_workbook", **exchange.path)
    answer = Response(b64decode(file["content"]), mimetype=WORKBOOK)
    answer.headers["Content-Disposition"] = disposition(file["filename"])
    return answer


def _change_mapping(exchange: Exchange) -> Response:
    changed = exchange.change("crm.change_import", read="crm.get_import", fields=exchange.body)
    return exchange.one(changed)


ROUTES = (
    Route(
        verb="POST",
        path="/imports",
        tag=TAG,
        summary="Upload a workbook or CSV file, at most 20 MB.",
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
    IMPORTS.action("commit", "Write what the check said.", body=CommitBody, body_needed=False),
    IMPORTS.action("undo", "Take back what was written, as far as nobody changed it since."),
    Route(
        verb="GET",
        path="/imports/{import_id}/error-workbook",
        tag=TAG,
        summary="Download the rows that were not understood, with the errors marked.",
        view=_error_workbook,
        media_types=(WORKBOOK,),
        refusals=(404, 409),
    ),
    *PROFILES.routes(),
    listing(
        "/imports/{import_id}/rows",
        "crm.list_import_rows",
        tag=TAG,
        answer=ImportRowView,
        summary="List the rows of an import with what is wrong with them.",
    ),
)
