"""
The public description, made from the routes the server serves.

Bodies come from the marshmallow schemas that check them, answers from the views services promise.
"""

import re
from collections.abc import Sequence
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from gateway.http.describing.answers import REF, AnswerSchemas
from gateway.http.preconditions import KEY_PATTERN, TAG_PATTERN
from gateway.http.problems import PROBLEM_JSON, TITLES
from gateway.http.routing import API, LIST, PAGE, Parameter, Route
from gateway.http.schemas import fields

_ALWAYS = (400, 406, 500, 503, 504)
_DESCRIPTION = """\
Open CRM and professional-services platform.  Money is `{"amount": "1250.00", "currency": "NOK"}`,
instants are UTC, lists are read page by page with `cursor`, changes need `If-Match`, and every
request that writes may carry an `Idempotency-Key`."""

_LIST_PARAMETERS = (
    Parameter(
        name="limit",
        description="Items on a page.",
        schema={"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    ),
    Parameter(name="cursor", description="`next_cursor` of the page before."),
    Parameter(name="sort", description="Fields, separated by commas; `-` for descending."),
    Parameter(name="q", description="Text to search for."),
    Parameter(
        name="count",
        description="Whether to answer `total`.",
        schema={"type": "boolean", "default": False},
    ),
)
_FILTERS = {
    "name": "filters",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": (
        "Filters by field: `field=`, `field__in=a,b`, `field__gte=`, `field__lte=`,"
        " `field__contains=`.  Unknown ones are refused."
    ),
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


_IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of what you last read; refused when somebody changed it since.",
    "schema": {"type": "string", "pattern": f"^({TAG_PATTERN})$"},
}
_IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Under the same key the same request changes nothing more.",
    "schema": {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
}


def document(routes: Sequence[Route]) -> dict[str, Any]:
    """Write the OpenAPI 3.1 document of *routes*."""
    plugin = MarshmallowPlugin(schema_name_resolver=_body_name)
    spec = APISpec(
        title="Samspill",
        version="1.0.0",
        openapi_version="3.1.0",
        info={"description": _DESCRIPTION},
        servers=[{"url": API}],
        plugins=[plugin],
        tags=[{"name": tag} for tag in dict.fromkeys(route.tag for route in routes)],
    )
    assert plugin.converter is not None  # made with the spec
    plugin.converter.add_attribute_function(_own_kinds)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    answers = AnswerSchemas(route.answer for route in routes if route.answer is not None)
    for name, schema in answers.components.items():
        spec.components.schema(name, schema)
    spec.components.schema("Money", dict(fields.Money.openapi))
    spec.components.schema("Problem", _problem())
    for status, title in TITLES.items():
        spec.components.response(f"Problem{status}", _problem_response(title))
    for route in routes:
        spec.path(path=route.path, operations={route.verb.lower(): _operation(route, answers)})
    return spec.to_dict()


def _operation(route: Route, answers: AnswerSchemas) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_headers(route)],
        "responses": _responses(route, answers),
        "security": [] if route.is_public else [{"bearer": []}],
    }
    if route.upload:
        operation["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": _upload()}},
        }
    elif route.body is not None:
        kinds = ("application/json", "application/merge-patch+json")
        operation["requestBody"] = {
            "required": route.body_needed,
            "content": {
                kind: {"schema": route.body(partial=route.is_partial or None)}
                for kind in (kinds if route.verb == "PATCH" else kinds[:1])
            },
        }
    return operation


def _responses(route: Route, answers: AnswerSchemas) -> dict[str, Any]:
    statuses = {*_ALWAYS, *route.refusals, 422}
    if not route.is_public:
        statuses |= {401, 403}
    if route.body is not None or route.upload:
        statuses |= {413, 415}
    responses: dict[str, Any] = {str(route.status): _success(route, answers)}
    if not route.writes and route.shape not in (PAGE, LIST) and route.answer is not None:
        responses["304"] = {"description": "The client has this version."}
    for status in sorted(statuses):
        responses[str(status)] = f"Problem{status}"
    return responses


def _success(route: Route, answers: AnswerSchemas) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if route.answer is not None:
        shape = _shape(route, answers.of(route.answer))
        success["content"] = {
            kind: {"schema": shape if kind == "application/json" else {"type": "string"}}
            for kind in route.media_types
        }
    elif route.status != 204:
        success["content"] = {kind: {"schema": {"type": "string"}} for kind in route.media_types}
    return success


def _shape(route: Route, one: dict[str, Any]) -> dict[str, Any]:
    if route.shape not in (PAGE, LIST):
        return one
    return {
        "type": "object",
        "required": ["items", "next_cursor"],
        "properties": {
            "items": {"type": "array", "items": one},
            "next_cursor": {"type": ["string", "null"]},
            "total": {"type": "integer", "description": "When asked for by `count`."},
        },
    }


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path)
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"}
            if name.endswith("_id")
            else {"type": "string"},
        }
        for name in names
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    listed = _LIST_PARAMETERS if route.is_list else ()
    described = [
        {
            "name": each.name,
            "in": "query",
            "required": False,
            "description": each.description,
            "schema": each.schema,
        }
        for each in (*listed, *route.parameters)
    ]
    return [*described, _FILTERS] if route.is_list else described


def _headers(route: Route) -> list[dict[str, Any]]:
    headers = []
    if route.verb == "PATCH" and not route.is_part:
        headers.append({**_IF_MATCH, "required": True})
    elif route.is_versioned:
        headers.append(_IF_MATCH)
    if route.writes and not route.is_public:
        headers.append(_IDEMPOTENCY_KEY)
    return headers


def _body_name(schema: Schema | type[Schema]) -> str:
    cls = schema if isinstance(schema, type) else type(schema)
    is_partial = not isinstance(schema, type) and bool(schema.partial)
    return cls.__name__.removesuffix("Body") + ("Changes" if is_partial else "Fields")


def _own_kinds(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
    """What our own fields say of themselves."""
    described = dict(getattr(field, "openapi", {}))
    if field.allow_none and isinstance(described.get("type"), str):
        described["type"] = [described["type"], "null"]
    return described


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "instance", "code", "request_id"],
        "properties": {
            **{name: text for name in ("type", "title", "detail", "instance")},
            "status": {"type": "integer"},
            "code": text,
            "request_id": text,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "code", "message"],
                    "properties": {"pointer": text, "code": text, "message": text},
                },
            },
            "current": {"type": "object", "description": "412: what the record is now."},
            "sent": {
                "type": "object",
                "description": "412: the version and fields that were sent.",
            },
        },
    }


def _problem_response(title: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(name="Problem")}
    return {"description": title, "content": {PROBLEM_JSON: {"schema": schema}}}


def _upload() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["file", "kind"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "kind": {"type": "string", "enum": ["customers", "contacts"]},
        },
    }
