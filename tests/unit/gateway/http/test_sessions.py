"""Signing in and out: tokens in bodies, refresh tokens in cookies."""

import pytest
from gateway.http.app import create_app
from shared.kernel.errors import Forbidden, NotFound, Unavailable
from support.gateway import SESSION as OWN_SESSION
from support.gateway import FakeTransport, a_gateway, an_edge

COOKIE = "__Host-samspill-refresh"
SESSION = {
    "access_token": "a",
    "token_type": "Bearer",
    "expires_in_seconds": 900,
    "refresh_token": "first",
    "refresh_expires_in_seconds": 43200,
}
LOGIN = {"email": "kari@fjord.example", "password": "correct horse"}


def test_signing_in_answers_both_tokens():
    edge = an_edge(identity__log_in=SESSION)

    answer = edge.client.post("/api/v1/auth/login", json=LOGIN)

    assert answer.json == SESSION
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert edge.transport.made("identity.log_in") == [
        {**LOGIN, "address": "127.0.0.1", "client": "web"}
    ]


def test_the_web_keeps_its_refresh_token_where_scripts_cannot_read_it():
    edge = an_edge(identity__log_in=SESSION)

    answer = edge.client.post("/api/v1/auth/login", json={**LOGIN, "client": "web"})

    assert answer.json["refresh_token"] is None
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=first;")
    for attribute in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert attribute in cookie


def test_the_cookie_continues_the_session():
    edge = an_edge(identity__refresh_session={**SESSION, "refresh_token": "second"})

    answer = edge.client.post("/api/v1/auth/refresh", headers={"Cookie": f"{COOKIE}=first"})

    assert answer.status_code == 200
    assert "second" in answer.headers["Set-Cookie"]
    assert edge.transport.made("identity.refresh_session") == [
        {"refresh_token": "first", "in_cookie": True}
    ]


def test_a_body_continues_the_session_without_a_cookie():
    edge = an_edge(identity__refresh_session={**SESSION, "refresh_token": "second"})

    answer = edge.client.post("/api/v1/auth/refresh", json={"refresh_token": "first"})

    assert answer.json["refresh_token"] == "second"
    assert edge.transport.made("identity.refresh_session")[0]["in_cookie"] is False
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["refresh", "logout"])
def test_another_site_cannot_use_the_cookie(headers, path):
    edge = an_edge(identity__refresh_session=SESSION, identity__log_out=None)

    answer = edge.client.post(
        f"/api/v1/auth/{path}", headers={"Cookie": f"{COOKIE}=first", **headers}
    )

    assert (answer.status_code, answer.json["code"]) == (403, "platform.cross_site")
    assert edge.transport.calls == []


def test_refreshing_without_a_token_names_the_field():
    answer = an_edge().client.post("/api/v1/auth/refresh")

    assert answer.json["errors"][0]["pointer"] == "/refresh_token"


def test_signing_out_ends_the_session_and_removes_the_cookie():
    edge = an_edge(identity__log_out=None)

    answer = edge.client.post("/api/v1/auth/logout", headers={"Cookie": f"{COOKIE}=first"})

    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert edge.transport.made("identity.log_out") == [{"refresh_token": "first"}]


def test_signing_out_with_an_access_token_ends_its_session_at_once():
    edge = an_edge(identity__end_session=None)
    headers = edge.headers()

    answer = edge.client.post("/api/v1/auth/logout", headers=headers)

    assert answer.status_code == 204
    assert edge.transport.made("identity.end_session") == [{"session_id": OWN_SESSION}]
    edge.transport.answers["identity.get_principal"] = NotFound("E", code="identity.session_ended")
    assert edge.client.get("/api/v1/auth/me", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("Wrong.", code="identity.login_failed"), 401),
        (Unavailable("Wait.", code="identity.login_throttled", retry_after_seconds="7.2"), 429),
        (NotFound("Ended.", code="identity.session_ended"), 401),
    ],
)
def test_a_failed_sign_in_has_the_status_of_its_code(error, status):
    answer = an_edge(identity__log_in=error).client.post("/api/v1/auth/login", json=LOGIN)

    assert (answer.status_code, answer.json["code"]) == (status, error.code)
    if status == 429:
        assert answer.headers["Retry-After"] == "8"


def test_signing_up_answers_where_the_organisation_is():
    made = {"organisation": {"id": "1", "version": 1}, "user": {"id": "2"}}
    edge = an_edge(identity__sign_up=made)
    fields = {
        "name": "Fjord AS",
        "admin_name": "Kari",
        "admin_email": "kari@fjord.example",
        "admin_password": "correct horse",
    }

    answer = edge.client.post("/api/v1/organisations", json=fields)

    assert (answer.status_code, answer.json) == (201, made)
    assert answer.headers["Location"] == "/api/v1/organisation"
    assert edge.transport.made("identity.sign_up") == [{"fields": fields}]
    assert edge.transport.headers[0]["caller"] == ""


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_a_client_is_named_by_our_own_proxies_only(proxies, address):
    transport = FakeTransport({"identity.log_in": SESSION})
    client = create_app(a_gateway(transport, trusted_proxies=proxies)).test_client()

    client.post(
        "/api/v1/auth/login",
        json=LOGIN,
        headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.7"},
    )

    assert transport.made("identity.log_in")[0]["address"] == address
