"""The unit tree and cost centres."""

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.kernel.ids import new_id


def test_units_form_a_tree_below_the_root(company):
    oslo = company.unit("10")
    team = company.unit("11", oslo)

    units = company.admin.list_units(query={"sort": ["code"]})["items"]

    assert [unit["code"] for unit in units] == ["1", "10", "11"]
    assert oslo["parent_id"] == units[0]["id"]
    assert team["parent_id"] == oslo["id"]


def test_a_principal_has_his_unit_and_all_below_it(company):
    oslo, bergen = company.unit("10"), company.unit("20")
    team = company.unit("11", oslo)
    group = company.unit("12", team)

    leader = company.principal(company.log_in(company.hire("sales_manager", unit_id=oslo["id"])))

    assert set(leader["unit_ids"]) == {oslo["id"], team["id"], group["id"]}
    assert bergen["id"] not in leader["unit_ids"]


def test_a_moved_unit_takes_what_is_below_along(company):
    oslo, bergen = company.unit("10"), company.unit("20")
    team = company.unit("11", oslo)
    session = company.log_in(company.hire("sales_manager", unit_id=bergen["id"]))
    before = company.principal(session)

    company.admin.change_unit(
        unit_id=oslo["id"], expected_version=1, fields={"parent_id": bergen["id"]}
    )
    after = company.principal(session)

    assert set(after["unit_ids"]) == {bergen["id"], oslo["id"], team["id"]}
    assert after["grants_version"] > before["grants_version"]


def test_a_unit_is_not_moved_below_itself(company):
    oslo = company.unit("10")
    team = company.unit("11", oslo)

    for parent in (team, oslo):
        with pytest.raises(RuleBroken) as refused:
            company.admin.change_unit(
                unit_id=oslo["id"], expected_version=1, fields={"parent_id": parent["id"]}
            )
        assert refused.value.code == "identity.unit_cycle"


@pytest.mark.parametrize("inside", ["units", "users", "cost_centres"])
def test_a_unit_is_archived_only_when_it_is_empty(company, inside):
    oslo = company.unit("10")
    if inside == "units":
        company.unit("11", oslo)
    elif inside == "users":
        company.hire("sales", unit_id=oslo["id"])
    else:
        company.admin.create_cost_centre(
            fields={"code": "900", "name": "Salg", "unit_id": oslo["id"]}
        )

    with pytest.raises(RuleBroken) as refused:
        company.admin.archive_unit(unit_id=oslo["id"], expected_version=1)

    assert refused.value.code == "identity.unit_not_empty"
    assert refused.value.details["belongings"] == inside


def test_an_archived_unit_takes_nobody_and_frees_its_code(company):
    oslo = company.unit("10")
    company.admin.archive_unit(unit_id=oslo["id"], expected_version=1)

    with pytest.raises(RuleBroken) as refused:
        company.hire("sales", unit_id=oslo["id"])
    again = company.unit("10")

    assert refused.value.code == "identity.unit_archived"
    with pytest.raises(Conflict) as taken:
        company.admin.restore_unit(unit_id=oslo["id"])
    assert taken.value.code == "identity.unit_code_taken"
    company.admin.archive_unit(unit_id=again["id"])
    assert company.admin.restore_unit(unit_id=oslo["id"])["archived_at"] is None


def test_the_root_is_neither_moved_nor_archived(company):
    root = company.administrator["unit_id"]
    oslo = company.unit("10")

    with pytest.raises(RuleBroken):
        company.admin.archive_unit(unit_id=root)
    with pytest.raises(RuleBroken):
        company.admin.change_unit(
            unit_id=root, expected_version=1, fields={"parent_id": oslo["id"]}
        )


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "Oslo"}, Invalid),
        ({"name": "Oslo", "code": "1"}, Conflict),
        ({"name": "Oslo", "code": "10", "parent_id": str(new_id())}, NotFound),
        ({"name": "Oslo", "code": "10", "manager_id": str(new_id())}, NotFound),
        ({"name": "Oslo", "code": "10", "colour": "red"}, Invalid),
    ],
)
def test_a_wrong_unit_is_refused(company, fields, error):
    with pytest.raises(error):
        company.admin.create_unit(fields=fields)


def test_a_change_of_many_things_is_one_version(company):
    oslo, bergen = company.unit("10"), company.unit("20")
    fields = {
        "name": "Vest",
        "code": "30",
        "parent_id": bergen["id"],
        "manager_id": company.administrator["id"],
    }

    changed = company.admin.change_unit(unit_id=oslo["id"], expected_version=1, fields=fields)

    assert {name: changed[name] for name in fields} == fields
    assert changed["version"] == 2
    with pytest.raises(Conflict) as taken:
        company.admin.change_unit(
            unit_id=oslo["id"], expected_version=2, fields={**fields, "code": "20"}
        )
    assert taken.value.code == "identity.unit_code_taken"


def test_a_consultant_sees_the_tree_and_changes_nothing(company):
    consultant = company.calls_as(company.hire("consultant"))

    assert len(consultant.list_units(query={})["items"]) == 1
    with pytest.raises(Forbidden):
        consultant.create_unit(fields={"name": "Mine", "code": "99"})


def test_a_leader_with_the_right_changes_his_own_subtree_only(company):
    oslo, bergen = company.unit("10"), company.unit("20")
    team = company.unit("11", oslo)
    rights = {f"unit.{action}": "subtree" for action in ("view", "create", "update")}
    role = company.admin.create_role(fields={"name": "Avdelingsleder", "grants": rights})
    leader = company.calls_as(company.hire(role_ids=[role["id"]], unit_id=oslo["id"]))
    change = {"expected_version": 1, "fields": {"name": "Ny"}}

    assert leader.change_unit(unit_id=team["id"], **change)["name"] == "Ny"
    with pytest.raises(Forbidden):
        leader.change_unit(unit_id=bergen["id"], **change)
    with pytest.raises(Forbidden):
        leader.create_unit(fields={"name": "Ny", "code": "21", "parent_id": bergen["id"]})


def test_a_cost_centre_lives_as_units_do(company):
    made = company.admin.create_cost_centre(fields={"code": "900", "name": "Salg"})
    changed = company.admin.change_cost_centre(
        cost_centre_id=made["id"], expected_version=1, fields={"name": "Salg Norge"}
    )
    company.admin.archive_cost_centre(cost_centre_id=made["id"], expected_version=2)

    assert changed["name"] == "Salg Norge"
    assert company.admin.list_cost_centres(query={})["items"] == []
    company.admin.create_cost_centre(fields={"code": "900", "name": "Salg 2"})
    with pytest.raises(Conflict) as taken:
        company.admin.restore_cost_centre(cost_centre_id=made["id"])
    assert taken.value.code == "identity.cost_centre_code_taken"
    with pytest.raises(Conflict) as stale:
        company.admin.change_cost_centre(
            cost_centre_id=made["id"], expected_version=1, fields={"name": "Other"}
        )
    assert stale.value.code == "identity.cost_centre_stale"
