"""Rights are denied unless granted, and what may not be seen does not exist."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from shared.capabilities.policy import authorise, decide, require, widest
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import new_id
from shared.testing.callers import an_administrator

MINE, UNIT, BELOW, ELSEWHERE = new_id(), new_id(), new_id(), new_id()


@dataclass
class Thing:
    owner_id: UUID | None
    unit_id: UUID | None
    id: UUID = field(default_factory=new_id)


def somebody(**grants):
    return an_administrator(
        actor_id=MINE,
        unit_id=UNIT,
        unit_ids=frozenset({UNIT, BELOW}),
        grants={f"thing.{action}": scope for action, scope in grants.items()},
    )


@pytest.mark.parametrize(
    ("scope", "owner", "unit", "allowed"),
    [
        ("none", MINE, UNIT, False),
        ("own", MINE, ELSEWHERE, True),
        ("own", None, UNIT, False),
        ("unit", None, UNIT, True),
        ("unit", None, BELOW, False),
        ("unit", MINE, ELSEWHERE, True),
        ("subtree", None, BELOW, True),
        ("subtree", None, ELSEWHERE, False),
        ("subtree", None, None, False),
        ("all", None, None, True),
    ],
)
def test_scopes_widen_from_own_to_all(scope, owner, unit, allowed):
    decision = decide(somebody(view=scope), "thing.view", owner_id=owner, unit_id=unit)

    assert decision.allowed is allowed


def test_an_action_that_was_never_granted_is_denied():
    assert not decide(somebody(), "thing.view", owner_id=MINE, unit_id=UNIT).allowed
    with pytest.raises(Forbidden):
        require(somebody(), "thing.create")


def test_what_may_not_be_seen_does_not_exist():
    with pytest.raises(NotFound):
        authorise(somebody(view="own", update="all"), "thing.update", Thing(None, ELSEWHERE))


def test_what_may_be_seen_but_not_changed_is_forbidden():
    with pytest.raises(Forbidden):
        authorise(somebody(view="all", update="own"), "thing.update", Thing(None, ELSEWHERE))


def test_of_several_scopes_the_widest_counts():
    assert widest(["own", "all", "unit"]) == "all"
    assert widest([]) == "none"
