"""Callers for tests: people with the rights a test needs, in organisations of their own."""

from typing import Any

from shared.kernel.context import Caller
from shared.kernel.ids import new_id

_RESOURCES = """
    customer contact activity note import classification case process report quote product
    price_list project time_entry invoice profitability erp calendar user unit role organisation
    api_token audit ops expense resource custom_field privacy
"""
_ACTIONS = "view create update archive export approve send accept issue run merge bulk"

EVERY_GRANT = {
    f"{resource}.{action}": "all" for resource in _RESOURCES.split() for action in _ACTIONS.split()
}
EVERY_CLASS = frozenset({"cost", "margin", "salary", "personal"})


def an_administrator(**changes: Any) -> Caller:
    """Somebody with every right in an organisation nobody else is in."""
    unit_id = new_id()
    facts: dict[str, Any] = {
        "organisation_id": new_id(),
        "actor_id": new_id(),
        "unit_id": unit_id,
        "unit_ids": frozenset({unit_id}),
        "grants": EVERY_GRANT,
        "field_classes": EVERY_CLASS,
    }
    return Caller(**{**facts, **changes})


def a_colleague(of: Caller, *, scope: str = "own", **changes: Any) -> Caller:
    """Somebody of the same organisation in another unit, with every grant in one scope."""
    unit_id = new_id()
    facts: dict[str, Any] = {
        "organisation_id": of.organisation_id,
        "unit_id": unit_id,
        "unit_ids": frozenset({unit_id}),
        "grants": dict.fromkeys(EVERY_GRANT, scope),
        "field_classes": frozenset(),
    }
    return an_administrator(**{**facts, **changes})
