"""Roles of an organisation's own."""

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, RuleBroken


def a_role(company, **fields):
    facts = {"name": "Innkjøper", "grants": {"quote.view": "all"}, "field_classes": ["cost"]}
    return company.admin.create_role(fields={**facts, **fields})


def test_a_changed_role_counts_at_once_for_everyone_who_holds_it(company):
    role = a_role(company)
    session = company.log_in(company.hire(role_ids=[role["id"]]))
    before = company.principal(session)

    company.admin.change_role(
        role_id=role["id"],
        expected_version=1,
        fields={"grants": {"quote.view": "unit", "case.view": "none"}, "field_classes": []},
    )
    after = company.principal(session)

    assert (before["grants"], before["field_classes"]) == ({"quote.view": "all"}, ["cost"])
    assert (after["grants"], after["field_classes"]) == ({"quote.view": "unit"}, [])
    assert after["grants_version"] == before["grants_version"] + 1


def test_the_administrator_role_is_fixed(company):
    role = company.role("administrator")
    second = company.calls_as(company.hire("administrator"))

    for attempt in (
        lambda: second.change_role(role_id=role, expected_version=1, fields={"grants": {}}),
        lambda: second.archive_role(role_id=role, expected_version=1),
    ):
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "identity.role_fixed"


def test_nobody_changes_a_role_he_holds_or_makes_one_beyond_his_rights(company):
    rights = {f"role.{action}": "all" for action in ("view", "create", "update", "archive")}
    role = a_role(company, name="Rolleansvarlig", grants=rights)
    calls = company.calls_as(company.hire(role_ids=[role["id"]]))

    with pytest.raises(Forbidden) as own:
        calls.change_role(
            role_id=role["id"], expected_version=1, fields={"grants": {"role.view": "all"}}
        )
    with pytest.raises(Forbidden) as wide:
        calls.create_role(fields={"name": "Mer", "grants": {"customer.view": "own"}})
    with pytest.raises(Forbidden) as others:
        calls.change_role(role_id=company.role("sales"), expected_version=1, fields={"grants": {}})

    assert own.value.code == "identity.own_rights"
    assert wide.value.code == others.value.code == "identity.grant_too_wide"


def test_a_role_in_use_is_not_archived(company):
    role = a_role(company)
    user = company.hire(role_ids=[role["id"]])

    with pytest.raises(RuleBroken) as refused:
        company.admin.archive_role(role_id=role["id"])
    company.change(user, role_ids=[company.role("sales")])
    company.admin.archive_role(role_id=role["id"])

    assert refused.value.code == "identity.role_in_use"
    assert company.admin.get_role(role_id=role["id"])["archived_at"]
    assert company.admin.restore_role(role_id=role["id"])["archived_at"] is None


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"grants": {"unicorn.view": "all"}}, "/grants/unicorn.view"),
        ({"grants": {"case.view": "everywhere"}}, "/grants/case.view"),
        ({"field_classes": ["gossip"]}, "/field_classes"),
    ],
)
def test_a_wrong_role_is_refused(company, fields, pointer):
    with pytest.raises(Invalid) as refused:
        a_role(company, **fields)

    assert refused.value.errors[0].pointer == pointer


def test_names_of_roles_are_unique_whatever_their_case(company):
    a_role(company)

    with pytest.raises(Conflict) as refused:
        a_role(company, name="INNKJØPER")

    assert refused.value.code == "identity.role_name_taken"


def test_roles_are_seen_by_those_who_may(company):
    with pytest.raises(Forbidden):
        company.calls_as(company.hire("sales")).list_roles(query={})
    assert len(company.calls_as(company.hire("auditor")).list_roles(query={})["items"]) == 14
