"""Regional offices as units, managers and agents as users in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ops.demo.calls import Calls
from ops.demo.public.tables import Agent


@dataclass(frozen=True)
class People:
    """Ids by name, and each person's unit."""

    units: dict[str, str]
    users: dict[str, str]
    unit_of: dict[str, str]


def load_people(calls: Calls, agents: list[Agent], *, domain: str, password: str) -> People:
    """Make a unit of each office; the manager of a team supervises its agents."""
    root_id = _root(calls)
    offices = sorted({each.office for each in agents})
    made = calls.all(
        "identity.create_unit",
        (
            {"fields": {"name": office, "code": slug(office)[:20], "parent_id": root_id}}
            for office in offices
        ),
    )
    units = {office: unit["id"] for office, unit in zip(offices, made, strict=True)}
    roles = {role["key"]: role["id"] for role in calls.pages("identity.list_roles")}
    office_of_manager = {each.manager: each.office for each in agents if each.manager}
    office_of = {each.name: each.office for each in agents}

    def fields(name: str, office: str, role: str, supervisor_id: str | None) -> dict[str, object]:
        return {
            "fields": {
                "name": name,
                "email": f"{slug(name)}@{domain}",
                "unit_id": units[office],
                "role_ids": [roles[role]],
                "supervisor_id": supervisor_id,
                "password": password,
                "locale": "en",
            }
        }

    managers = [
        (name, office) for name, office in office_of_manager.items() if name not in office_of
    ]
    users = _users(calls, [fields(*each, "sales_manager", None) for each in managers])
    users |= _users(
        calls,
        [fields(each.name, each.office, "sales", users.get(each.manager)) for each in agents],
    )
    return People(units, users, {name: units[office] for name, office in office_of.items()})


def slug(name: str) -> str:
    """A name as it can stand in an address: small letters, digits and dots."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", plain).strip(".")


def _root(calls: Calls) -> str:
    return next(
        unit["id"] for unit in calls.pages("identity.list_units") if unit["parent_id"] is None
    )


def _users(calls: Calls, rows: list[dict[str, object]]) -> dict[str, str]:
    return {user["name"]: user["id"] for user in calls.all("identity.create_user", rows)}
