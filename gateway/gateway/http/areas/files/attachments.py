"""Files on records."""

import unicodedata
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Response, request
from shared.contracts.crm.attachments.views import AttachmentView

from gateway.http.bodies import LARGEST_UPLOAD_BYTES, tidy_text, too_large
from gateway.http.exchange import Exchange, refuse_field
from gateway.http.preconditions import request_hash
from gateway.http.problems import EdgeProblem
from gateway.http.resources import ARCHIVE, READ, RESTORE, Resource
from gateway.http.routing import API, Route
from gateway.http.schemas.attachments import AttachmentBody
from gateway.http.validation import check

TAG = "Attachments"
_ROOM_FOR_FORM_BYTES = 10_000
_LONGEST_NAME = 500

ATTACHMENTS = Resource(
    path="/attachments",
    tag=TAG,
    service="crm",
    noun="attachment",
    answer=AttachmentView,
    can=(READ, ARCHIVE, RESTORE),
)


def _upload(exchange: Exchange) -> Response:
    filename, content, fields = _uploaded()
    if exchange.context.idempotency_key:
        named = f"{filename}\n{sorted(fields.items())}\n".encode() + content
        exchange.context = replace(exchange.context, request_hash=request_hash(named))
    made = exchange.ask_patiently(
        "crm.create_attachment",
        filename=filename,
        content=b64encode(content).decode(),
        fields=fields,
    )
    return exchange.created(made, f"{API}/attachments/{made['id']}")


def _uploaded() -> tuple[str, bytes, dict[str, Any]]:
    """
    The name and bytes of the file in the form, and the record it is put on.

    Raises:
        EdgeProblem: 413, 415 or 422.
    """
    if request.mimetype != "multipart/form-data":
        raise EdgeProblem(415, "platform.media_type_unsupported", "Send multipart/form-data.")
    if (request.content_length or 0) > LARGEST_UPLOAD_BYTES + _ROOM_FOR_FORM_BYTES:
        raise too_large(LARGEST_UPLOAD_BYTES)
    files = request.files
    if set(files) != {"file"} or len(files.getlist("file")) != 1:
        raise refuse_field("file", "required", "One file named file is needed.")
    content = files["file"].read(LARGEST_UPLOAD_BYTES + 1)
    if len(content) > LARGEST_UPLOAD_BYTES:
        raise too_large(LARGEST_UPLOAD_BYTES)
    fields = check(AttachmentBody, request.form.to_dict(), is_partial=False)
    return _shown(files["file"].filename or ""), content, fields


def _shown(filename: str) -> str:
    """The name without control characters, which no text may hold; crm makes it safe."""
    plain = "".join(each for each in filename if unicodedata.category(each)[0] != "C")
    return tidy_text(plain[-_LONGEST_NAME:] or "file", ("file",))


def _download(exchange: Exchange) -> Response:
    found = exchange.ask_patiently("crm.read_attachment", **exchange.path)
    answer = Response(b64decode(found["content"]), content_type=found["media_type"])
    answer.headers["Content-Disposition"] = disposition(found["filename"])
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def disposition(filename: str) -> str:
    """A header that saves the file under its name (RFC 6266), never opens it in place."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = "".join(each if each.isalnum() or each in " ._-()" else "_" for each in plain)
    named = quote(filename, safe="")
    return f"attachment; filename=\"{plain.strip() or 'file'}\"; filename*=UTF-8''{named}"


ROUTES = (
    Route(
        verb="POST",
        path="/attachments",
        tag=TAG,
        summary="Put a file of at most 20 MB on a record: the form has the file and one link.",
        view=_upload,
        answer=AttachmentView,
        status=201,
        upload=True,
        refusals=(404,),
    ),
    *ATTACHMENTS.routes(),
    Route(
        verb="GET",
        path="/attachments/{attachment_id}/file",
        tag=TAG,
        summary="Download a file.",
        view=_download,
        media_types=("application/octet-stream",),
        refusals=(404, 409),
    ),
)
