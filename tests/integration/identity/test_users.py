"""Users: inviting, changing, stopping; nobody goes beyond his own rights."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, PlatformError, RuleBroken
from support.identity import PASSWORD, an_address


def a_stronger_role(company, *rights, name="Personal"):
    """A role of the organisation's own with the rights of a team leader over users."""
    grants = dict.fromkeys(("user.view", "user.update", "user.create", "user.archive"), "all")
    grants.update(dict.fromkeys(rights, "all"))
    return company.admin.create_role(fields={"name": name, "grants": grants})


def test_without_a_password_one_is_made_and_shown_once(company):
    invited = company.admin.create_user(
        fields={
            "name": "Per Hansen",
            "email": an_address("per"),
            "unit_id": company.administrator["unit_id"],
            "role_ids": [company.role("sales")],
        }
    )

    company.log_in(invited, password=invited["initial_password"])
    user = company.admin.get_user(user_id=invited["id"])

    assert invited["status"] == "invited"
    assert (user["status"], user["version"]) == ("active", 2)
    assert "initial_password" not in user


def test_a_generated_password_is_not_kept_under_the_idempotency_key(company, platform):
    fields = {
        "name": "Per Hansen",
        "email": an_address("per"),
        "unit_id": company.administrator["unit_id"],
        "role_ids": [company.role("sales")],
    }
    calls = company.calls_as(company.administrator, key=an_address(), body_hash="same")

    first, again = calls.create_user(fields=fields), calls.create_user(fields=fields)

    assert first["initial_password"]
    assert again == {**first, "initial_password": None}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "per"),
        ("password", "kort"),
        ("role_ids", []),
        ("time_zone", "Mars/Olympus"),
        ("status", "invited"),
    ],
)
def test_a_wrong_field_of_a_new_user_is_named(company, field, value):
    with pytest.raises(Invalid) as refused:
        company.hire("sales", **{field: value})

    assert refused.value.errors[0].pointer == f"/{field}"


def test_a_change_needs_the_version_that_was_read(company):
    user = company.hire("sales")
    company.change(user, name="Ola Hansen")

    with pytest.raises(Conflict) as stale:
        company.change(user, name="Ola Olsen")

    assert stale.value.code == "identity.user_stale"
    assert stale.value.details["current_version"] == "2"


def test_a_change_of_many_things_is_one_version(company):
    user, leader = company.hire("sales"), company.hire("sales")
    fields = {
        "name": "Ola Hansen",
        "email": an_address("hansen"),
        "unit_id": company.unit("10")["id"],
        "role_ids": [company.role("finance")],
        "supervisor_id": leader["id"],
        "employee_no": "17",
        "status": "locked",
    }

    changed = company.change(user, **fields)

    assert {name: changed[name] for name in fields} == fields
    assert changed["version"] == 2


def test_a_user_in_several_roles_has_the_widest_of_each_right(company):
    both = company.principal(company.log_in(company.hire("consultant", "sales")))

    assert both["grants"]["customer.view"] == "all"
    assert both["grants"]["case.view"] == "unit"
    assert both["grants"]["time_entry.export"] == "own"
    assert both["field_classes"] == ["margin"]


def test_new_roles_count_at_once_and_raise_the_grants_version(company):
    user = company.hire("consultant")
    session = company.log_in(user)
    before = company.principal(session)

    company.change(user, role_ids=[company.role("finance")])
    after = company.principal(session)

    assert after["grants"]["invoice.issue"] == "all"
    assert after["grants_version"] == before["grants_version"] + 1


@pytest.mark.parametrize("status", ["locked", "left"])
def test_a_stopped_user_loses_his_sessions(company, status):
    user = company.hire("sales")
    session = company.log_in(user)

    company.change(user, status=status)

    with pytest.raises(NotFound):
        company.principal(session)
    with pytest.raises(NotFound):
        company.nobody.refresh_session(refresh_token=session["refresh_token"])


def test_nobody_changes_his_own_roles_or_status(company):
    for fields in ({"role_ids": [company.role("sales")]}, {"status": "locked"}):
        with pytest.raises(Forbidden) as refused:
            company.change(company.administrator, **fields)
        assert refused.value.code == "identity.own_rights"


def test_a_user_may_change_his_name_and_language_but_not_his_place(company):
    user = company.hire("consultant")
    calls = company.calls_as(user)

    changed = calls.change_user(
        user_id=user["id"], expected_version=1, fields={"name": "Ola H.", "locale": "en"}
    )

    assert (changed["name"], changed["locale"]) == ("Ola H.", "en")
    for fields in ({"email": an_address()}, {"employee_no": "1"}):
        with pytest.raises(Forbidden):
            calls.change_user(user_id=user["id"], expected_version=2, fields=fields)


def test_a_user_without_rights_changes_nobody_else(company):
    user, other = company.hire("consultant"), company.hire("consultant")

    with pytest.raises(Forbidden):
        company.calls_as(user).change_user(
            user_id=other["id"], expected_version=1, fields={"name": "Mine"}
        )


def test_nobody_hands_out_a_role_beyond_his_own_rights(company):
    leader = company.hire("consultant", role_ids=[a_stronger_role(company)["id"]])
    facts = {
        "name": "Per",
        "email": an_address(),
        "password": PASSWORD,
        "unit_id": leader["unit_id"],
    }

    with pytest.raises(Forbidden) as refused:
        company.calls_as(leader).create_user(
            fields={**facts, "role_ids": [company.role("administrator")]}
        )

    assert refused.value.code == "identity.grant_too_wide"
    assert "audit.view:all" in refused.value.details["rights"]


@pytest.mark.parametrize("action", ["email", "status", "reset", "archive"])
def test_nobody_takes_over_or_stops_a_stronger_user(company, action):
    leader = company.hire("consultant", role_ids=[a_stronger_role(company)["id"]])
    calls, victim = company.calls_as(leader), company.hire("administrator")
    change = {"user_id": victim["id"], "expected_version": 1}
    attempts = {
        "email": lambda: calls.change_user(**change, fields={"email": an_address()}),
        "status": lambda: calls.change_user(**change, fields={"status": "locked"}),
        "reset": lambda: calls.reset_password(user_id=victim["id"]),
        "archive": lambda: calls.archive_user(**change),
    }

    with pytest.raises(Forbidden) as refused:
        attempts[action]()

    assert refused.value.code == "identity.grant_too_wide"


def test_the_last_administrator_stays(company):
    everything = company.admin.get_role(role_id=company.role("administrator"))
    role = company.admin.create_role(
        fields={
            "name": "Nesten administrator",
            "grants": everything["grants"],
            "field_classes": everything["field_classes"],
        }
    )
    almost = company.calls_as(company.hire(role_ids=[role["id"]]))
    change = {"user_id": company.administrator["id"], "expected_version": 1}

    for attempt in (
        lambda: almost.change_user(**change, fields={"status": "locked"}),
        lambda: almost.change_user(**change, fields={"role_ids": [role["id"]]}),
        lambda: almost.archive_user(**change),
    ):
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "identity.last_administrator"


def test_two_administrators_cannot_stop_each_other_at_the_same_time(company):
    second = company.hire("administrator")
    attempts = [
        (company.calls_as(second), company.administrator),
        (company.calls_as(company.administrator), second),
    ]

    def lock(attempt):
        calls, victim = attempt
        try:
            return calls.change_user(
                user_id=victim["id"], expected_version=1, fields={"status": "locked"}
            )["status"]
        except PlatformError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(lock, attempts))

    assert outcomes == ["identity.last_administrator", "locked"]


def test_supervisors_form_no_circle(company):
    leader, user = company.hire("sales"), company.hire("sales")
    company.change(user, supervisor_id=leader["id"])

    with pytest.raises(RuleBroken) as refused:
        company.change(leader, supervisor_id=user["id"])

    assert refused.value.code == "identity.supervisor_cycle"


def test_an_archived_user_frees_his_address_and_comes_back_only_if_it_is_free(company):
    user = company.hire("sales")
    archived = company.admin.archive_user(user_id=user["id"], expected_version=1)
    successor = company.hire("sales", email=user["email"])

    with pytest.raises(Conflict) as refused:
        company.admin.restore_user(user_id=user["id"])
    assert refused.value.code == "identity.email_taken"

    company.admin.archive_user(user_id=successor["id"])
    restored = company.admin.restore_user(user_id=user["id"])
    assert archived["archived_at"]
    assert restored["archived_at"] is None
    assert company.log_in(restored)["user"]["id"] == user["id"]


def test_a_supervisor_is_archived_only_when_nobody_reports_to_him(company):
    leader = company.hire("sales")
    company.hire("sales", supervisor_id=leader["id"])

    with pytest.raises(RuleBroken) as refused:
        company.admin.archive_user(user_id=leader["id"])

    assert refused.value.code == "identity.user_supervises"


def test_a_new_address_logs_in_and_the_old_one_does_not(company):
    user = company.hire("sales")
    changed = company.change(user, email=an_address("ny"))

    assert company.log_in(changed)["user"]["id"] == user["id"]
    with pytest.raises(Forbidden):
        company.log_in(user)


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(company):
    user = company.hire("sales")
    session = company.log_in(user)

    reset = company.admin.reset_password(user_id=user["id"])

    assert company.log_in(user, password=reset["initial_password"])
    for attempt in (lambda: company.log_in(user), lambda: company.principal(session)):
        with pytest.raises(PlatformError):
            attempt()


def test_a_user_changes_his_own_password(company):
    user = company.hire("sales")
    calls = company.calls_as(user)

    with pytest.raises(Forbidden):
        calls.change_password(current_password="feil", new_password="et nytt passord")
    with pytest.raises(Invalid):
        calls.change_password(current_password=PASSWORD, new_password=user["email"])
    calls.change_password(current_password=PASSWORD, new_password="et nytt passord")

    assert company.log_in(user, password="et nytt passord")


def test_lists_are_filtered_sorted_and_paged(company):
    for name in ("Anna", "Berit", "Cato"):
        company.hire("sales", name=name)
    role = company.role("sales")

    first = company.admin.list_users(
        query={"limit": 2, "sort": ["-name"], "filters": {"role_id": role}, "count": True}
    )
    rest = company.admin.list_users(
        query={
            "limit": 2,
            "sort": ["-name"],
            "filters": {"role_id": role},
            "cursor": first["next_cursor"],
        }
    )

    assert [each["name"] for each in first["items"] + rest["items"]] == ["Cato", "Berit", "Anna"]
    assert first["total"] == 3
    assert first["items"][0]["role_ids"] == [role]
    assert rest["next_cursor"] is None


def test_archived_users_are_listed_only_when_asked_for(company):
    user = company.hire("sales")
    company.admin.archive_user(user_id=user["id"])

    live = company.admin.list_users(query={})["items"]
    archived = company.admin.list_users(
        query={"filters": {"archived_at__gte": "2020-01-01T00:00:00Z"}}
    )

    assert user["id"] not in [each["id"] for each in live]
    assert [each["id"] for each in archived["items"]] == [user["id"]]


def test_an_external_partner_sees_himself_only_and_colleagues_by_name(company):
    partner = company.hire("external_partner")
    calls = company.calls_as(partner)

    assert [each["id"] for each in calls.list_users(query={})["items"]] == [partner["id"]]
    with pytest.raises(NotFound):
        calls.get_user(user_id=company.administrator["id"])
    assert len(calls.list_user_names(query={})["items"]) == 2
    assert calls.search(text="Kari") == []


def test_search_finds_users_by_name_and_address(company):
    user = company.hire("sales", name="Åse Ødegård")

    hits = company.admin.search(text="åse")

    assert [(hit["kind"], hit["id"], hit["title"]) for hit in hits] == [
        ("user", user["id"], "Åse Ødegård")
    ]
    assert company.admin.search(text=user["email"][:20])[0]["id"] == user["id"]
