"""A service offers exactly what it promises: same methods, same arguments, same answers."""

import importlib
import inspect
from typing import Any, get_type_hints

import pytest

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_offers_exactly_what_it_promises(service):
    promised, offered = _promised(service), _offered(service)

    assert offered.keys() == promised.keys()
    assert {
        name: (_shape(promised[name]), _shape(offered[name]))
        for name in promised
        if _shape(promised[name]) != _shape(offered[name])
    } == {}


@pytest.mark.parametrize("service", SERVICES)
def test_every_promise_says_what_it_does(service):
    assert [name for name, method in _promised(service).items() if not method.__doc__] == []


def _promised(service: str) -> dict[str, Any]:
    module = importlib.import_module(f"shared.contracts.{service}.rpc")
    protocols = [
        each
        for each in vars(module).values()
        if inspect.isclass(each)
        and getattr(each, "_is_protocol", False)
        and each.__module__.startswith(f"shared.contracts.{service}")
    ]
    assert protocols
    return {
        name: method
        for protocol in protocols
        for parent in protocol.__mro__
        for name, method in vars(parent).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }


def _offered(service: str) -> dict[str, Any]:
    module = importlib.import_module(f"{service}.entrypoints.service")
    front_door = next(
        each
        for each in vars(module).values()
        if inspect.isclass(each) and getattr(each, "name", None) == service
    )
    return {
        name: method.promises
        for name, method in inspect.getmembers(front_door, inspect.isfunction)
        if hasattr(method, "promises")
    }


def _shape(method: Any) -> dict[str, Any]:
    hints = get_type_hints(method)
    keywords = [
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    return {name: hints[name] for name in [*keywords, "return"]}
