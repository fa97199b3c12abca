"""What went wrong, as RFC 9457 bodies; the only place that knows HTTP status codes of errors."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from flask import Flask, Response, g
from shared.kernel.errors import FieldError, PlatformError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from gateway.http.answers import json_response

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"

TITLES = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "No acceptable representation",
    408: "The request took too long",
    409: "Not possible in the present state",
    412: "Somebody else changed it first",
    413: "Too large",
    414: "The address is too long",
    415: "Unsupported media type",
    422: "The request is not valid",
    428: "If-Match is needed",
    429: "Too many requests",
    431: "The headers are too large",
    500: "Something went wrong on our side",
    503: "A needed service is away",
    504: "A needed service did not answer in time",
}
_OF_KIND = {
    "invalid": 422,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "rule_broken": 409,
    "unavailable": 503,
}
# Where the code says more than the kind.
_OF_CODE = {
    "platform.malformed_json": 400,
    "crm.attachment_type_refused": 415,
    "platform.bug": 500,
    "platform.deadline_passed": 504,
    "platform.caller_missing": 401,
    "platform.caller_invalid": 401,
    "identity.login_failed": 401,
    "identity.login_throttled": 429,
    "identity.session_ended": 401,
    "identity.api_token_invalid": 401,
}
_OF_STATUS = {
    400: "platform.request_malformed",
    404: "platform.route_unknown",
    405: "platform.method_not_allowed",
    406: "platform.not_acceptable",
    408: "platform.request_timeout",
    413: "platform.body_too_large",
    414: "platform.address_too_long",
    415: "platform.media_type_unsupported",
    431: "platform.headers_too_large",
}
_CONSTANT = (500, 503, 504)  # these bodies never tell what happened inside


class EdgeProblem(Exception):
    """A request the gateway refuses by itself."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def status_of(error: PlatformError) -> int:
    """The HTTP status a service's error is answered with."""
    if error.kind == "conflict" and error.code.endswith("_stale"):
        return 412
    return _OF_CODE.get(error.code) or _OF_KIND[error.kind]


def problem_body(
    status: int,
    code: str,
    detail: str,
    *,
    request_id: str,
    errors: Sequence[FieldError] = (),
) -> dict[str, Any]:
    """The members every problem has, in their order."""
    body: dict[str, Any] = {
        "type": f"urn:samspill:problem:{code}",
        "title": TITLES.get(status, "The request failed"),
        "status": status,
        "detail": detail if status not in _CONSTANT else TITLES[status],
        "instance": f"urn:samspill:request:{request_id}",
        "code": code,
        "request_id": request_id,
    }
    if errors:
        body["errors"] = [
            {"pointer": each.pointer, "code": each.code, "message": each.message} for each in errors
        ]
    return body


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Answer with a problem."""
    body = problem_body(status, code, detail, request_id=g.get("request_id", ""), errors=errors)
    answer = json_response(body | dict(more or {}), status=status, media_type=PROBLEM_JSON)
    answer.headers.update(dict(headers or {}))
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="samspill"'
    if status in (429, 503, 504) and "Retry-After" not in answer.headers:
        answer.headers["Retry-After"] = "2"
    return answer


def platform_problem(error: PlatformError, *, more: Mapping[str, Any] | None = None) -> Response:
    """Answer with what a service raised."""
    status = status_of(error)
    details = {name: text for name, text in error.details.items() if name != "retry_after_seconds"}
    facts = dict(more or {})
    if details and status not in _CONSTANT:
        facts["details"] = details
    retry_after = error.details.get("retry_after_seconds")
    return problem(
        status,
        error.code,
        error.message,
        errors=[_as_sent(each) for each in error.errors],
        headers={"Retry-After": _whole_seconds(retry_after)} if retry_after else None,
        more=facts,
    )


def answer_errors(app: Flask) -> None:
    """Give every failure, Flask's and Werkzeug's own included, the form of a problem."""
    app.register_error_handler(PlatformError, platform_problem)
    app.register_error_handler(EdgeProblem, _edge_problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _bug)


def _edge_problem(error: EdgeProblem) -> Response:
    return problem(
        error.status, error.code, error.detail, errors=error.errors, headers=error.headers
    )


def _http_problem(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect to the canonical address: there is none here
        status = 404
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(set(error.valid_methods or ()) - {"OPTIONS"}))
    code = _OF_STATUS.get(status, "platform.bug" if status >= 500 else "platform.request_refused")
    return problem(status, code, TITLES.get(status, "The request failed"), headers=headers)


def _bug(error: Exception) -> Response:
    """The HTTP edge's one place that catches everything."""
    log.error("request_failed", exc_info=error)
    return problem(500, "platform.bug", TITLES[500])


def _as_sent(error: FieldError) -> FieldError:
    """The pointer into what the client sent: services receive the body as ``fields``."""
    pointer = error.pointer.removeprefix("/fields")
    return FieldError(pointer, error.code, error.message)


def _whole_seconds(text: str) -> str:
    try:
        return str(max(1, round(float(text) + 0.49)))
    except ValueError:
        return "2"
