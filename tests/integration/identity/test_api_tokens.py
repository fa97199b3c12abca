"""Personal API tokens: shown once, never more than their owner."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from identity.application.api_tokens import principal_of_api_token
from identity.domain.errors import ApiTokenInvalid
from shared.kernel.errors import Forbidden, Invalid, NotFound
from support.identity import an_address, caller_of

TODAY = datetime.now(UTC).date()


def a_token(company, user=None, **fields):
    facts = {"name": "Regneark", "expires_on": str(TODAY + timedelta(days=30))}
    calls = company.calls_as(user or company.administrator)
    return calls.create_api_token(fields={**facts, **fields})


def principal(company, token):
    return company.nobody.get_principal_by_api_token(token=token["token"])


def refused(company, token):
    with pytest.raises(NotFound) as error:
        principal(company, token)
    return error.value.code == "identity.api_token_invalid"


def test_a_token_acts_as_its_owner(company):
    user = company.hire("sales")
    token = a_token(company, user)

    found = principal(company, token)
    session = company.principal(company.log_in(user))

    assert token["token"].startswith("sams_")
    assert found["api_token_id"] == token["id"]
    assert found["session_id"] is None
    assert (found["user_id"], found["grants"]) == (user["id"], session["grants"])


def test_the_secret_is_stored_nowhere(company, platform):
    calls = company.calls_as(company.administrator, key=an_address(), body_hash="same")
    fields = {"name": "Regneark", "expires_on": str(TODAY + timedelta(days=30))}
    token, again = calls.create_api_token(fields=fields), calls.create_api_token(fields=fields)
    secret = token["token"].removeprefix(token["token_start"])

    stored = platform.rows(
        "identity", "SELECT token_hash FROM api_tokens WHERE id = %s", token["id"]
    )
    tables = platform.rows(
        "identity", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    found = [
        name
        for (name,) in tables
        if platform.rows(
            "identity", f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s', f"%{secret}%"
        )
    ]

    assert bytes(stored[0][0]) == hashlib.sha256(token["token"].encode()).digest()
    assert found == []
    assert again == {**token, "token": None}
    assert "token" not in company.admin.get_api_token(api_token_id=token["id"])


def test_a_token_with_a_role_may_only_what_both_may(company):
    role = company.admin.create_role(
        fields={
            "name": "Bare lese",
            "grants": {"customer.view": "unit", "case.view": "own"},
            "field_classes": ["margin"],
        }
    )
    user = company.hire("sales")
    token = a_token(company, user, role_id=role["id"])

    assert principal(company, token)["grants"] == {"customer.view": "unit", "case.view": "own"}
    company.change(user, role_ids=[company.role("external_partner")])
    found = principal(company, token)
    assert (found["grants"], found["field_classes"]) == (
        {"customer.view": "own", "case.view": "own"},
        [],
    )


def test_nobody_makes_a_token_beyond_his_rights(company):
    user = company.hire("sales")

    with pytest.raises(Forbidden) as wide:
        a_token(company, user, role_id=company.role("finance"))

    assert wide.value.code == "identity.grant_too_wide"


def test_a_narrow_token_cannot_make_a_wider_one(company):
    role = company.admin.create_role(
        fields={"name": "Nøkler", "grants": {"api_token.create": "own"}}
    )
    token = a_token(company, company.hire("sales"), role_id=role["id"])
    as_token = company.rpc(caller_of(principal(company, token))).identity

    with pytest.raises(Forbidden) as wide:
        as_token.create_api_token(fields={"name": "Alt", "expires_on": str(TODAY + timedelta(30))})

    assert wide.value.code == "identity.grant_too_wide"


@pytest.mark.parametrize("end", ["withdrawn", "locked"])
def test_a_withdrawn_token_or_a_stopped_owner_opens_nothing(company, end):
    user = company.hire("sales")
    token = a_token(company, user)
    assert principal(company, token)

    if end == "withdrawn":
        company.calls_as(user).archive_api_token(api_token_id=token["id"])
    else:
        company.change(user, status="locked")

    assert refused(company, token)


def test_a_token_expires(company, work_at):
    token = a_token(company, expires_on=str(TODAY + timedelta(days=2)))

    with work_at(datetime.now(UTC) + timedelta(days=1)) as work:
        assert principal_of_api_token(work, token=token["token"])
    with pytest.raises(ApiTokenInvalid), work_at(datetime.now(UTC) + timedelta(days=4)) as work:
        principal_of_api_token(work, token=token["token"])


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"expires_on": str(TODAY - timedelta(days=1))}, "/expires_on"),
        ({"expires_on": str(TODAY + timedelta(days=400))}, "/expires_on"),
        ({"name": ""}, "/name"),
    ],
)
def test_a_wrong_token_is_refused(company, fields, pointer):
    with pytest.raises(Invalid) as wrong:
        a_token(company, **fields)

    assert wrong.value.errors[0].pointer == pointer


@pytest.mark.parametrize("token", ["", "sams_", "sams_" + "A" * 64, "x" * 69, "sams_" + "é" * 64])
def test_what_is_no_token_opens_nothing(company, token):
    assert refused(company, {"token": token})


def test_the_last_use_is_noted_without_a_new_version(company):
    token = a_token(company)

    principal(company, token)
    seen = company.admin.get_api_token(api_token_id=token["id"])

    assert seen["last_used_at"]
    assert seen["version"] == token["version"] == 1


def test_a_user_sees_his_own_tokens_and_the_auditor_all(company):
    user = company.hire("sales")
    own, others = a_token(company, user), a_token(company)
    calls, auditor = company.calls_as(user), company.calls_as(company.hire("auditor"))

    assert [each["id"] for each in calls.list_api_tokens(query={})["items"]] == [own["id"]]
    with pytest.raises(NotFound):
        calls.get_api_token(api_token_id=others["id"])
    assert {each["id"] for each in auditor.list_api_tokens(query={})["items"]} == {
        own["id"],
        others["id"],
    }
    with pytest.raises(Forbidden):
        auditor.archive_api_token(api_token_id=own["id"])
