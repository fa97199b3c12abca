"""Every request gets an id, a log line, a measurement and the security headers."""

import re
import time

import shared.observability.metrics as metrics
import structlog
from flask import Flask, Response, g, request
from shared.kernel.ids import new_id
from shared.observability.logging import bound

from gateway.http.answers import compress
from gateway.http.problems import EdgeProblem

log = structlog.get_logger()

REQUEST_ID = "X-Request-Id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_TRACE_PARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\Z")
_QUIET = ("/livez", "/readyz")
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_READABLE = ("application/json", "application/*", "*/*")


def observe(app: Flask) -> None:
    """Wrap every request of *app*."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = time.perf_counter()
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _REQUEST_ID.match(given) else str(new_id())
    trace_parent = request.headers.get("traceparent", "")
    g.trace_parent = trace_parent if _TRACE_PARENT.match(trace_parent) else ""
    accept = request.headers.get("Accept", "*/*")
    if request.path.startswith("/api/") and not any(each in accept for each in _READABLE):
        _refuse_unless_acceptable()


def _refuse_unless_acceptable() -> None:
    wanted = request.accept_mimetypes
    if not any(kind in wanted for kind in ("text/calendar", "text/csv", "text/html")):
        raise EdgeProblem(406, "platform.not_acceptable", "Answers are application/json.")


def _end(answer: Response) -> Response:
    answer.headers[REQUEST_ID] = g.get("request_id", "")
    for name, text in _SECURITY.items():
        answer.headers[name] = text
    answer.headers.setdefault("Content-Security-Policy", _POLICY)
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    compress(answer)
    _account(answer)
    return answer


def _account(answer: Response) -> None:
    if request.path in _QUIET:
        return
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "unknown"
    metrics.http_request_duration_seconds.labels(
        route, request.method if request.url_rule else "-", answer.status_code
    ).observe(seconds)
    with bound(correlation_id=g.get("request_id")):
        log.info(
            "request_finished",
            route=route,
            method=request.method,
            status=answer.status_code,
            duration_ms=round(seconds * 1000, 1),
        )
