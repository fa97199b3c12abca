"""Signing up, changing and ending the trial."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from identity.application.api_tokens import principal_of_session
from identity.domain.default_roles import DEFAULT_ROLES
from shared.kernel.errors import Conflict, Forbidden, Invalid
from support.identity import a_company, an_address


def test_signing_up_makes_a_trial_a_unit_the_roles_and_an_administrator(company):
    organisation = company.admin.get_organisation()
    units = company.admin.list_units(query={})["items"]
    roles = company.admin.list_roles(query={"limit": 200})["items"]

    assert organisation == company.organisation
    assert organisation["status"] == "trial"
    assert organisation["writes_allowed"] is True
    started = datetime.fromisoformat(organisation["created_at"]).date()
    ends = date.fromisoformat(organisation["trial_ends_on"])
    assert ends - started in (timedelta(days=30), timedelta(days=31))  # midnight in Oslo
    assert [unit["parent_id"] for unit in units] == [None]
    assert {role["key"] for role in roles} == {role.key for role in DEFAULT_ROLES}
    assert company.administrator["role_ids"] == [company.role("administrator")]


def test_roles_are_named_in_the_organisations_language(rpc):
    english = a_company(rpc, locale="en")

    names = {role["name"] for role in english.admin.list_roles(query={"limit": 200})["items"]}

    assert "Project manager" in names


def test_signing_up_is_told_to_the_platform(company, platform, eventually):
    told = """
        SELECT routing_key FROM outbox_messages
        WHERE headers->>'organisation_id' = %s ORDER BY seq
    """

    rows = platform.rows("identity", told, company.organisation["id"])

    assert [row[0] for row in rows] == [
        "organisation.created.v1",
        "unit.created.v1",
        "user.created.v1",
    ]


def test_signing_up_twice_under_one_key_is_signing_up_once(rpc):
    fields = {
        "name": "Fjord",
        "admin_name": "Kari",
        "admin_email": an_address(),
        "admin_password": "fjell og fjord",
    }
    calls = rpc(None, key=an_address(), body_hash="same").identity

    assert calls.sign_up(fields=fields) == calls.sign_up(fields=fields)


def test_an_address_is_taken_on_the_whole_platform(rpc, company):
    with pytest.raises(Conflict) as refused:
        a_company(rpc, admin_email=company.administrator["email"].upper())

    assert refused.value.code == "identity.email_taken"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("admin_name", " "),
        ("admin_email", "kari"),
        ("admin_password", "kort"),
        ("organisation_number", "123456789"),
        ("base_currency", "kroner"),
        ("time_zone", "Mars/Olympus"),
        ("locale", "tlh"),
    ],
)
def test_a_wrong_field_is_named(rpc, field, value):
    with pytest.raises(Invalid) as refused:
        a_company(rpc, **{field: value})

    assert [each.pointer for each in refused.value.errors] == [f"/{field}"]


def test_an_organisation_is_changed_with_its_version(company):
    changed = company.admin.change_organisation(
        expected_version=1,
        fields={"name": "Fjord AS", "features": {"plans": True}, "organisation_number": None},
    )

    assert (changed["name"], changed["features"], changed["version"]) == (
        "Fjord AS",
        {"plans": True},
        2,
    )
    with pytest.raises(Conflict) as stale:
        company.admin.change_organisation(expected_version=1, fields={"name": "Other"})
    assert stale.value.code == "identity.organisation_stale"


def test_only_administrators_change_the_organisation(company):
    consultant = company.calls_as(company.hire("consultant"))

    with pytest.raises(Forbidden):
        consultant.change_organisation(expected_version=1, fields={"name": "Mine"})
    assert consultant.get_organisation()["name"] == company.organisation["name"]


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (1, False)])
def test_after_its_last_day_a_trial_may_not_write(company, work_at, days, allowed):
    session = company.log_in(company.administrator, client="mobile")
    last_day = date.fromisoformat(company.organisation["trial_ends_on"])
    noon = datetime(last_day.year, last_day.month, last_day.day, 12, tzinfo=UTC)
    extended = "UPDATE sessions SET expires_at = expires_at + interval '2 days' RETURNING id"

    with work_at(noon + timedelta(days=days)) as work:
        work.act_for(UUID(company.organisation["id"]))
        work.session.connection().exec_driver_sql(extended)
        principal = principal_of_session(
            work,
            user_id=UUID(session["user"]["id"]),
            session_id=UUID(session["session_id"]),
            organisation_id=UUID(session["organisation_id"]),
        )

    assert principal.writes_allowed is allowed
