"""Trees stay trees; users are described as they must be."""

from datetime import date

import pytest
from identity.domain.errors import RootUnitFixed, SupervisorCycle, UnitCycle
from identity.domain.units import CostCentre, Unit
from identity.domain.users import User, UserStatus
from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id


def a_unit(**changes):
    return Unit(**{"name": "Oslo", "code": "10", "parent_id": new_id(), **changes})


def a_user(**changes):
    facts = {"name": "Kari Nordmann", "email": "kari@fjord.example", "unit_id": new_id()}
    return User(**{**facts, **changes})


def test_a_unit_moves_under_another_one():
    unit, parent = a_unit(), a_unit()

    unit.move(parent.id, {parent.id, parent.parent_id})

    assert unit.parent_id == parent.id


def test_a_unit_cannot_move_below_itself():
    unit = a_unit()
    below = a_unit(parent_id=unit.id)

    with pytest.raises(UnitCycle):
        unit.move(below.id, {below.id, unit.id, unit.parent_id})


def test_there_is_one_root_and_it_stays():
    root = a_unit(parent_id=None)

    with pytest.raises(RootUnitFixed):
        root.move(new_id(), set())
    with pytest.raises(RootUnitFixed):
        a_unit().move(None, set())


def test_a_unit_does_not_end_before_it_begins():
    with pytest.raises(Invalid) as refused:
        a_unit().describe({"active_from": date(2026, 5, 1), "active_to": date(2026, 4, 30)})

    assert refused.value.errors[0].pointer == "/active_to"


def test_a_cost_centre_needs_its_code():
    with pytest.raises(Invalid):
        CostCentre(code="", name="").change({"code": None})


def test_nobody_is_his_own_supervisor():
    user, leader = a_user(), a_user()

    with pytest.raises(SupervisorCycle):
        user.report_to(user.id, {user.id})
    with pytest.raises(SupervisorCycle):
        user.report_to(leader.id, {leader.id, user.id})
    user.report_to(leader.id, {leader.id})
    assert user.supervisor_id == leader.id


def test_roles_are_replaced_and_kept_ones_stay_the_same_row():
    first, second, third = sorted(new_id() for _ in range(3))
    user = a_user()
    user.hold([first, second])
    kept = user.roles_held[1]

    assert user.hold([second, third])
    assert user.role_ids == [second, third]
    assert kept in user.roles_held
    assert not user.hold([third, second])


def test_an_invited_user_becomes_active_with_his_first_login():
    user = a_user(status=UserStatus.INVITED)

    assert user.has_logged_in()
    assert user.status == UserStatus.ACTIVE
    assert not user.has_logged_in()


@pytest.mark.parametrize("status", [UserStatus.LOCKED, UserStatus.LEFT])
def test_locked_and_left_users_do_not_log_in(status):
    assert not a_user(status=status).may_log_in


@pytest.mark.parametrize(
    "email",
    ["kari", "kari@fjord", "k ari@fjord.example", "@fjord.example", "kari@-fjord.example",
     f"{'k' * 65}@fjord.example", "kari@fjord..example", "kari\x00@fjord.example", ""],
)  # fmt: skip
def test_what_is_no_address_is_refused(email):
    with pytest.raises(Invalid) as refused:
        a_user().describe({"email": email})

    assert refused.value.errors[0].pointer == "/email"


def test_addresses_outside_ascii_are_addresses_too():
    user = a_user()

    user.describe({"email": " kåre.ødegård@blåbær.example "})

    assert user.email == "kåre.ødegård@blåbær.example"


def test_nobody_is_made_invited_by_hand():
    with pytest.raises(Invalid):
        a_user().describe({"status": "invited"})
