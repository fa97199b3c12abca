"""Serves the public description, as JSON and as a page for people."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from flask import Blueprint, Response, request

from gateway.http.describing.html import page
from gateway.http.openapi import document
from gateway.http.routing import API, Route

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def describe(routes: Sequence[Route]) -> Blueprint:
    """Make ``/api/v1/openapi.json`` and ``/api/docs``; both are written when first asked for."""
    made = Blueprint("docs", __name__)
    described = _once(lambda: document(routes))
    as_json = _once(lambda: orjson.dumps(described()))
    as_page = _once(lambda: page(described()).encode())

    @made.get(f"{API}/openapi.json")
    def show_document() -> Response:
        return _cached(as_json(), "application/json")

    @made.get("/api/docs")
    def show_page() -> Response:
        answer = _cached(as_page(), "text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = _POLICY
        return answer

    return made


def _cached(body: bytes, media_type: str) -> Response:
    answer = Response(body, content_type=media_type)
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _once(make: Callable[[], Any]) -> Callable[[], Any]:
    lock = threading.Lock()
    made: list[Any] = []

    def get() -> Any:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get
