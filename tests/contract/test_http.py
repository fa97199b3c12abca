"""The public API asks services for nothing they do not promise."""

import importlib
import inspect
import io
import json
import re
from typing import Any, get_type_hints

import msgspec
import pytest
from gateway.http.areas import every_area
from gateway.http.routing import Route
from gateway.http.schemas import fields as kinds
from marshmallow import Schema, fields
from shared.capabilities.operations import OperationsRpc
from shared.capabilities.privacy.holdings import Holdings
from shared.capabilities.privacy.parts import privacy_rpc
from shared.contracts.declare import Fields, load
from shared.contracts.search import SearchHitView
from shared.kernel.errors import PlatformError
from shared.messaging.topology import SERVICES
from support.gateway import FakeTransport, a_customer, an_edge

ROUTES = [route for routes in every_area().values() for route in routes]
SAMPLES = {
    kinds.Id: "00000000-0000-7000-8000-000000000001",
    kinds.Day: "2026-11-23",
    kinds.Instant: "2026-11-23T15:00:00Z",
    kinds.Money: {"amount": "1250.00", "currency": "NOK"},
    kinds.Currency: "NOK",
    kinds.Country: "NO",
    kinds.Number: "1.5",
    kinds.Percent: "10",
    kinds.Flag: True,
    kinds.Free: {"any": [1]},
    kinds.Line: "A",
    kinds.Text: "A",
}


def _is_offered(each: Any) -> bool:
    return hasattr(each, "promises")


def promised(service: str) -> dict[str, Any]:
    """Every method a service promises, by name; those of the platform included."""
    module = importlib.import_module(f"shared.contracts.{service}.rpc")
    parts = (OperationsRpc, privacy_rpc(service, Holdings()))
    found = dict(inspect.getmembers(type("Platform", parts, {}), _is_offered))
    methods = {name: method.promises for name, method in found.items()}
    for each in vars(module).values():
        if inspect.isclass(each) and getattr(each, "_is_protocol", False):
            methods |= dict(inspect.getmembers(each, inspect.isfunction))
    return methods


PROMISED = {service: promised(service) for service in SERVICES}


def sample(field: fields.Field) -> Any:
    """A value the field accepts."""
    if isinstance(field, fields.Nested):
        return full(type(field.schema))
    if isinstance(field, fields.List):
        number = getattr(field.validate, "equal", None) or 1
        return [sample(field.inner)] * number
    if isinstance(field, fields.Dict):
        return {"a": sample(field.value_field)}
    if isinstance(field, kinds.Choice):
        return next(iter(field.validate.choices))
    if isinstance(field, kinds.Whole):
        return field.openapi["minimum"]
    return next(SAMPLES[cls] for cls in type(field).__mro__ if cls in SAMPLES)


def full(schema: type[Schema]) -> dict[str, Any]:
    """A body with every field."""
    return {name: sample(field) for name, field in schema().fields.items()}


SESSION = {"refresh_token": "a", "refresh_expires_in_seconds": 1}
PARTS = (
    *("customer", "contacts", "timeline", "case", "process", "history", "project", "phases"),
    *("files", "contract_lines", "projects", "invoices", "profitability", "sums", "missing"),
)


class Contracts(FakeTransport):
    """Answers every call that is promised, and remembers every one that is not."""

    def __init__(self) -> None:
        super().__init__(an_edge().transport.answers)
        self.broken: list[str] = []

    def submit(self, service, method, arguments, **more):
        name = f"{service}.{method}"
        promise = PROMISED[service].get(method)
        if promise is None:
            self.broken.append(f"{name} is not promised")
        else:
            self.broken += [f"{name}: {fault}" for fault in _faults(promise, arguments)]
        self.answers.setdefault(name, _answer(method))
        return super().submit(service, method, arguments, **more)


def _faults(promise: Any, arguments: dict[str, Any]) -> list[str]:
    hints = get_type_hints(promise)
    signature = inspect.signature(promise)
    given = {name: each for name, each in signature.parameters.items() if name in arguments}
    faults = [f"there is no {name}" for name in arguments.keys() - given.keys()]
    needed = {
        name
        for name, each in signature.parameters.items()
        if each.kind is inspect.Parameter.KEYWORD_ONLY and each.default is inspect.Parameter.empty
    }
    faults += [f"{name} is missing" for name in needed - arguments.keys()]
    for name in given:
        try:
            load(hints[name], json.loads(json.dumps(arguments[name])))
        except PlatformError as error:
            faults += [f"{name}{each.pointer}: {each.message}" for each in error.errors]
    return faults


def _answer(method: str) -> Any:
    if method == "search":
        return []
    if method == "export_files":
        return []
    if method in ("read_attachment", "write_error_workbook"):
        return {"filename": "a.pdf", "media_type": "application/pdf", "content": "YQ=="}
    if method == "read_feed":
        return {"text": "", "etag": "a"}
    record = a_customer(customer_id=None, quote_id=None)
    export = {"kind": "list", "created_at": "2026-11-23T15:00:00Z", "subject": {}}
    record |= {**export, "status": "ready" if method == "get_export" else "open"}
    many: dict[str, Any] = {"items": [], "sales_cases": [], "rows": [], "columns": []}
    parts = dict.fromkeys(PARTS, record)
    return {**record, **parts, **many, "next_cursor": None, "after": None, "total": 0, **SESSION}


DAY = "2026-11-23"
QUERIES = {"from": DAY, "to": DAY, "from_on": DAY, "q": "1", "action": "customer.view"}


def request_of(route: Route) -> dict[str, Any]:
    """A request with everything the route accepts."""
    path = re.sub(r"\{\w+_id\}", SAMPLES[kinds.Id], route.path)
    path = re.sub(r"\{\w+\}", "a" * 40, path)
    query = {each.name: QUERIES[each.name] for each in route.parameters if each.name in QUERIES}
    request: dict[str, Any] = {"query_string": query, "headers": {}}
    if route.is_versioned or (route.verb == "PATCH" and not route.is_part):
        request["headers"] = {"If-Match": '"1"'}
    if route.upload:
        request["data"] = {"file": (io.BytesIO(b"a"), "a.csv")}
    elif route.body is not None:
        request["json"] = full(route.body)
    return {"verb": route.verb, "path": path, **request}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.verb} {route.path}")
def test_a_route_asks_for_what_is_promised(route):
    edge = an_edge()
    transport = Contracts()
    edge.client.application.extensions["gateway"].services.transport = transport
    request = request_of(route)

    answer = edge.send(request.pop("verb"), request.pop("path"), **request)

    assert transport.broken == []
    if route.path != "/ops/queues":  # asks the broker itself
        assert answer.status_code == route.status, answer.json
        assert ("Location" in answer.headers) == (route.status == 201)


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.body is not None],
    ids=lambda route: f"{route.verb} {route.path}",
)
def test_a_body_accepts_every_field_the_service_does(route):
    edge = an_edge()
    transport = Contracts()
    edge.client.application.extensions["gateway"].services.transport = transport
    request = request_of(route)
    edge.send(request.pop("verb"), request.pop("path"), **request)

    name, arguments = transport.calls[-1]
    service, _, method = name.partition(".")
    shape = get_type_hints(PROMISED[service][method]).get("fields")
    if shape is not None and "fields" in arguments:
        assert missing(shape, arguments["fields"]) == set()


def missing(shape: Any, given: Any, at: str = "") -> set[str]:
    """Names a shape has and a full body has not."""
    if isinstance(given, list):
        (item,) = getattr(shape, "__args__", (None,))[:1] or (None,)
        return missing(item, given[0], at) if given else set()
    found = [each for each in _structs(shape) if issubclass(each, Fields)]
    if not found or not isinstance(given, dict):
        return set()
    info = msgspec.structs.fields(found[0])
    names = {field.encode_name: field.type for field in info}
    gone = {f"{at}/{name}" for name in names.keys() - given.keys()}
    for name in names.keys() & given.keys():
        gone |= missing(_inner(names[name]), given[name], f"{at}/{name}")
    return gone


def _structs(shape: Any) -> list[type]:
    options = getattr(shape, "__args__", None) or (shape,)
    return [each for each in options if inspect.isclass(each) and issubclass(each, msgspec.Struct)]


def _inner(shape: Any) -> Any:
    """The list or struct among a field's possible types."""
    for option in getattr(shape, "__args__", None) or ():
        if getattr(option, "__origin__", None) is list:
            return option
    return shape


def test_what_is_found_has_one_shape_everywhere():
    for service in ("crm", "sales", "quoting", "projects"):
        assert get_type_hints(PROMISED[service]["search"])["return"] == list[SearchHitView]
