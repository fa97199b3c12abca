"""Signing up, in and out over HTTP."""

import requests
from shared.kernel.ids import new_id
from support.street import PASSWORD, Person, a_trial


def test_a_new_organisation_signs_up_and_in(admin):
    me = admin.get("/auth/me")

    assert me["organisation_name"] == "Fjord Rådgivning AS"
    assert me["writes_allowed"] is True
    assert me["grants"]["customer.create"] == "all"
    assert admin.get("/organisation")["id"] == me["organisation_id"]


def test_a_wrong_password_and_an_unknown_person_look_alike(street):
    email = f"nobody-{new_id()}@fjord.example"
    answers = [
        requests.post(
            f"{street.url}/api/v1/auth/login",
            json={"email": email, "password": "wrong"},
            timeout=30,
        )
        for _ in range(2)
    ]

    bodies = [answer.json() for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert bodies[0]["code"] == bodies[1]["code"] == "identity.login_failed"


def test_a_copied_refresh_token_ends_the_session(street, admin):
    def refresh(token):
        url = f"{street.url}/api/v1/auth/refresh"
        return requests.post(url, json={"refresh_token": token}, timeout=30)

    first = admin.tokens["refresh_token"]
    second = refresh(first).json()["refresh_token"]
    third = refresh(second).json()["refresh_token"]

    assert refresh(first).status_code == 401
    assert refresh(third).status_code == 401


def test_signing_out_ends_the_session(admin, eventually):
    admin.send("POST", "/auth/logout", json={"refresh_token": admin.tokens["refresh_token"]})

    eventually(lambda: admin.send("GET", "/auth/me").status_code == 401, within_seconds=30)


def test_a_personal_token_stands_for_its_owner(street, admin):
    made = admin.post("/api-tokens", {"name": "Excel", "expires_on": "2027-06-30"})
    headers = {"Authorization": f"Bearer {made['token']}"}

    me = requests.get(f"{street.url}/api/v1/auth/me", headers=headers, timeout=30).json()
    listed = admin.get("/api-tokens")["items"]

    assert me["api_token_id"] == made["id"]
    assert "token" not in listed[0]


def test_a_colleague_sees_what_his_role_lets_him(street, admin):
    roles = {role["key"]: role["id"] for role in admin.get("/roles?limit=200")["items"]}
    unit_id = admin.get("/auth/me")["unit_id"]
    email = f"ola-{new_id()}@fjord.example"
    admin.post(
        "/users",
        {
            "name": "Ola",
            "email": email,
            "unit_id": unit_id,
            "role_ids": [roles[min(roles.keys() - {"administrator", None})]],
            "password": PASSWORD,
        },
    )
    ola = Person(street.url, email)

    refused = ola.send("POST", "/roles", json={"name": "Mine"})

    assert (refused.status_code, refused.headers["Content-Type"]) == (
        403,
        "application/problem+json",
    )
    assert admin.get("/auth/me")["grants"] != ola.get("/auth/me")["grants"]


def test_another_organisation_does_not_exist(street, admin):
    stranger = a_trial(street.url)
    unit_id = admin.get("/auth/me")["unit_id"]

    seen = stranger.send("GET", f"/units/{unit_id}")
    unknown = stranger.send("GET", f"/units/{new_id()}")

    assert seen.status_code == unknown.status_code == 404
    assert seen.json()["code"] == unknown.json()["code"]
    assert unit_id not in stranger.send("GET", "/units").text
