"""Loads units, people with their roles and supervisors, and what their hours cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ops.demo.calls import Calls
from ops.demo.company.plan import Company
from ops.demo.company.staff import UNITS, Person
from ops.demo.loading.known import Ids, Known, nok
from ops.demo.signing_up import Founded


def load_organisation(calls: Calls, company: Company, founded: Founded, known: Known) -> None:
    """Make the units, everybody in them, and who leads what; everybody has the demo's password."""
    _load_units(calls, known)
    roles = {role["key"]: role["id"] for role in calls.pages("identity.list_roles")}
    known.people[company.people[0].key] = str(founded.user_id)
    for generation in _generations(company.people[1:]):
        made = calls.all(
            "identity.create_user",
            ({"fields": _user(each, founded, roles, known)} for each in generation),
        )
        known.people |= {each.key: user["id"] for each, user in zip(generation, made, strict=True)}
    _name_managers(calls, known)
    _load_profiles(calls, company.people, known)


def _load_units(calls: Calls, known: Known) -> None:
    top = next(each for each in calls.pages("identity.list_units") if each["parent_id"] is None)
    for is_below in (False, True):
        units = [each for each in UNITS if (each.above is not None) == is_below]
        made = calls.all(
            "identity.create_unit",
            (
                {
                    "fields": {
                        "name": each.name,
                        "code": each.code,
                        "parent_id": known.units[each.above] if each.above else top["id"],
                    }
                }
                for each in units
            ),
        )
        known.units |= {unit["code"]: unit["id"] for unit in made}


def _generations(people: tuple[Person, ...]) -> Iterator[list[Person]]:
    """Supervisors before those they supervise."""
    placed: set[str | None] = {None}
    rest = list(people)
    while rest:
        ready = [each for each in rest if each.supervisor in placed]
        yield ready
        placed |= {each.key for each in ready}
        rest = [each for each in rest if each.key not in placed]


def _user(person: Person, founded: Founded, roles: Ids, known: Known) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": f"{person.mailbox}@{founded.domain}",
        "password": founded.password,
        "unit_id": known.units[person.unit],
        "role_ids": [roles[role] for role in person.roles],
        "supervisor_id": known.people[person.supervisor] if person.supervisor else None,
    }


def _name_managers(calls: Calls, known: Known) -> None:
    codes = {unit.code: unit.manager for unit in UNITS}
    units = [each for each in calls.pages("identity.list_units") if each["code"] in codes]
    calls.all(
        "identity.change_unit",
        (
            {
                "unit_id": unit["id"],
                "expected_version": unit["version"],
                "fields": {"manager_id": known.people[codes[unit["code"]]]},
            }
            for unit in units
        ),
    )


def _load_profiles(calls: Calls, people: tuple[Person, ...], known: Known) -> None:
    calls.all(
        "projects.create_resource",
        (
            {
                "fields": {
                    "user_id": known.people[each.key],
                    "unit_id": known.units[each.unit],
                    "job_title": each.title,
                    "roles": [each.title],
                    "billing_rate": nok(each.hourly_kr) if each.hourly_kr else None,
                    "active_from": each.contracts[0].valid_from.isoformat(),
                }
            }
            for each in people
        ),
    )
    calls.all(
        "projects.create_work_contract",
        (
            {
                "fields": {
                    "user_id": known.people[each.key],
                    "minutes_per_weekday": [contract.minutes_a_day] * 5 + [0, 0],
                    "cost_rate": nok(contract.cost_kr),
                    "valid_from": contract.valid_from,
                    "valid_to": contract.valid_to,
                }
            }
            for each in people
            for contract in each.contracts
        ),
    )
