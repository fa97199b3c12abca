"""What was loaded so far: the ids services gave, by the plan's own keys."""

from __future__ import annotations

from dataclasses import dataclass, field

Ids = dict[str, str]


@dataclass
class Known:
    """Ids by key, one mapping a kind; units by code, lists by code or name."""

    units: Ids = field(default_factory=dict)
    people: Ids = field(default_factory=dict)
    customers: Ids = field(default_factory=dict)
    contacts: Ids = field(default_factory=dict)
    cases: Ids = field(default_factory=dict)
    products: Ids = field(default_factory=dict)
    quotes: Ids = field(default_factory=dict)
    projects: Ids = field(default_factory=dict)


def nok(kroner: int) -> dict[str, str]:
    """Money on the wire."""
    return {"amount": f"{kroner}.00", "currency": "NOK"}
