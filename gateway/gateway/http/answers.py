"""Answers: cheap JSON, entity tags, compression."""

import gzip
from typing import Any

import orjson
from flask import Response, request

JSON = "application/json"
COMPRESSED_FROM_BYTES = 1024
_GZIP_LEVEL = 4


def json_response(data: Any, *, status: int = 200, media_type: str = JSON) -> Response:
    """Answer with plain JSON values."""
    return Response(orjson.dumps(data), status, content_type=media_type)


def representation(data: Any, *, status: int = 200, location: str | None = None) -> Response:
    """Answer with one record; its version becomes the entity tag."""
    answer = json_response(data, status=status)
    if (tag := entity_tag(data)) is not None:
        answer.headers["ETag"] = tag
    if location is not None:
        answer.headers["Location"] = location
    return answer


def entity_tag(data: Any) -> str | None:
    """The tag of a record's present version; None when it has none."""
    version = data.get("version") if isinstance(data, dict) else None
    return f'"{version}"' if isinstance(version, int) else None


def nothing(*, tag: str | None = None) -> Response:
    """Answer that it is done, without a body."""
    answer = Response(status=204)
    answer.headers.pop("Content-Type", None)
    if tag is not None:
        answer.headers["ETag"] = tag
    return answer


def compress(answer: Response) -> Response:
    """Compress a large answer for a client that can read it."""
    if answer.direct_passthrough or answer.is_streamed or "Content-Encoding" in answer.headers:
        return answer
    body = answer.get_data()
    if len(body) < COMPRESSED_FROM_BYTES:
        return answer
    answer.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.set_data(gzip.compress(body, _GZIP_LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
