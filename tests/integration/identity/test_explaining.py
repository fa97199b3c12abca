"""Explanations agree with decisions, whoever asks about whatever."""

from dataclasses import dataclass
from random import Random
from types import SimpleNamespace
from typing import Any

from identity.application.explaining import explain_access
from identity.domain.roles import Role
from identity.domain.users import User
from shared.kernel.ids import new_id
from shared.testing.callers import an_administrator

ACTIONS = ("customer.view", "customer.update", "case.view", "quote.approve", "contact.merge")
SCOPES = ("none", "own", "unit", "subtree", "all")
REQUESTS = 100_000


@dataclass
class Somebody:
    """A person with roles, and the units below his own, his own included."""

    user: User
    roles: list[Role]
    below: frozenset[Any]


def some_people(random):
    """Fifty people of a tree of units, each with up to three roles of random grants."""
    units = [new_id() for _ in range(12)]
    above = {unit: units[(n - 1) // 2] if n else None for n, unit in enumerate(units)}

    def is_below(unit, top):
        return unit == top or (above[unit] is not None and is_below(above[unit], top))

    people = []
    for _ in range(50):
        unit = random.choice(units)
        roles = [
            Role(name="Rolle", grants={each: random.choice(SCOPES[1:]) for each in granted})
            for granted in (random.sample(ACTIONS, 3) for _ in range(random.randrange(4)))
        ]
        user = User(name="Kari", email="kari@fjord.example", unit_id=unit)
        below = frozenset(each for each in units if is_below(each, unit))
        people.append(Somebody(user, roles, below))
    return people, units


def allowed_by_the_book(who, action, owner_id, unit_id):
    """The description of scopes once more, not the code: any role may allow it."""
    ways = {
        "own": owner_id == who.user.id,
        "unit": owner_id == who.user.id or unit_id == who.user.unit_id,
        "subtree": owner_id == who.user.id or unit_id in who.below,
        "all": True,
    }
    return any(ways[role.grants[action]] for role in who.roles if action in role.grants)


def test_a_hundred_thousand_explanations_say_what_is_decided():
    random = Random(20260101)
    people, units = some_people(random)
    by_id = {each.user.id: each for each in people}
    work = SimpleNamespace(
        caller=an_administrator(),
        users=SimpleNamespace(get=lambda user_id: by_id[user_id].user),
        roles=SimpleNamespace(held_by=lambda user_id: by_id[user_id].roles),
        units=SimpleNamespace(below=lambda unit_id: _below(people, unit_id)),
    )
    wrong = []
    for _ in range(REQUESTS):
        who, action = random.choice(people), random.choice(ACTIONS)
        owner_id = random.choice((who.user.id, random.choice(people).user.id, None))
        unit_id = random.choice((*units, None))
        whose = {"owner_id": owner_id, "unit_id": unit_id}
        found: Any = explain_access(
            work, user_id=who.user.id, action=action, field_class=None, **whose
        )
        granting = {role.scope for role in found.roles}
        is_explained = (found.scope in granting) is (found.scope != "none")
        if found.allowed is not allowed_by_the_book(who, action, owner_id, unit_id) or (
            not is_explained or found.path != f"{action}:{found.scope}"
        ):
            wrong.append((who, action, whose, found))

    assert wrong == []


def _below(people, unit_id):
    return next(each.below for each in people if each.user.unit_id == unit_id)
