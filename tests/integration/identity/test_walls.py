"""Between organisations; what the audit keeps; what others copy; what a request costs."""

from uuid import UUID

import pytest
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import new_id
from sqlalchemy import event
from support.identity import PASSWORD, a_company


@pytest.mark.parametrize("noun", ["user", "unit", "role", "cost_centre", "api_token"])
def test_another_organisations_records_do_not_exist(rpc, company, noun):
    theirs = a_company(rpc)
    ids = {
        "user": theirs.administrator["id"],
        "unit": theirs.administrator["unit_id"],
        "role": theirs.role("sales"),
    }
    record_id = ids.get(noun, str(new_id()))

    with pytest.raises(NotFound) as refused:
        getattr(company.admin, f"get_{noun}")(**{f"{noun}_id": record_id})

    assert refused.value.code == f"identity.{noun}_unknown"


def test_lists_and_search_hold_nothing_of_other_organisations(rpc, company):
    theirs = a_company(rpc, admin_name="Fremmed Person")

    users = company.admin.list_users(query={"count": True})
    names = company.admin.list_user_names(query={"count": True})

    assert users["total"] == names["total"] == 1
    assert company.admin.search(text="Fremmed") == []
    assert len(theirs.admin.search(text="Fremmed")) == 1


def test_another_organisations_role_or_unit_cannot_be_used(rpc, company):
    theirs = a_company(rpc)

    for fields in (
        {"role_ids": [theirs.role("sales")]},
        {"unit_id": theirs.administrator["unit_id"]},
        {"supervisor_id": theirs.administrator["id"]},
    ):
        with pytest.raises(NotFound):
            company.hire("sales", **fields)


def test_references_are_known_to_every_colleague(company):
    partner = company.calls_as(company.hire("external_partner"))

    user = partner.get_reference(kind="user", reference_id=company.administrator["id"])
    unit = partner.get_reference(kind="unit", reference_id=company.administrator["unit_id"])
    organisation = partner.get_reference(
        kind="organisation", reference_id=company.organisation["id"]
    )

    assert (user["name"], user["status"], user["unit_id"]) == (
        "Kari Nordmann",
        "active",
        company.administrator["unit_id"],
    )
    assert user["data"]["user_id"] == user["id"]
    assert unit["number"] == "1"
    assert organisation["name"] == company.organisation["name"]
    for kind in ("user", "unit", "organisation", "unicorn"):
        with pytest.raises(NotFound):
            partner.get_reference(kind=kind, reference_id=str(new_id()))


def test_the_audit_tells_who_changed_what_and_no_secret(company):
    user = company.hire("sales", name="Per")
    company.change(user, name="Per Hansen")
    company.admin.reset_password(user_id=user["id"])
    with pytest.raises(Forbidden):
        company.log_in(user)

    entries = company.admin.list_audit_entries(query={"limit": 200})["items"]
    renamed = [each for each in entries if each["changes"].get("name") == ["Per", "Per Hansen"]]
    passwords = [each for each in entries if each["entity"] == "Password"]

    assert [each["actor_id"] for each in renamed] == [company.administrator["id"]]
    assert (renamed[0]["action"], renamed[0]["entity_id"]) == ("changed", user["id"])
    assert {value for each in passwords for value in each["changes"]["password_hash"]} == {
        "(hidden)"
    }
    assert [each["entity_id"] for each in entries if each["action"] == "login_failed"] == [
        user["id"]
    ]
    assert "argon2" not in str(entries)
    assert PASSWORD not in str(entries)


def test_the_audit_is_for_those_who_may_see_it(company):
    auditor = company.calls_as(company.hire("auditor"))

    assert auditor.list_audit_entries(query={"filters": {"entity": "Organisation"}})["items"]
    with pytest.raises(Forbidden):
        company.calls_as(company.hire("management")).list_audit_entries(query={})


def test_a_principal_takes_two_statements(company, platform):
    session = company.log_in(company.administrator)
    service = platform.service("identity")
    statements = []

    def count(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(service.works.engine, "before_cursor_execute", count)
    try:
        with platform.work("identity", company.caller(company.administrator)) as work:
            work.act_for(UUID(company.organisation["id"]))
            work.principals.of_session(
                user_id=UUID(session["user"]["id"]), session_id=UUID(session["session_id"])
            )
    finally:
        event.remove(service.works.engine, "before_cursor_execute", count)

    assert len(statements) == 2, statements
    assert sum("set_config" in statement for statement in statements) == 1
