"""Who may come in, and with which tokens."""

import json
import time
from base64 import urlsafe_b64encode

import pytest
from gateway.http.callers.principals import Principals
from gateway.http.problems import EdgeProblem
from gateway.services.client import CallContext
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from shared.kernel.errors import NotFound, Unavailable
from shared.rpc.caller_token import CallerTokens
from support.gateway import (
    ORGANISATION,
    USER,
    FakeTransport,
    a_gateway,
    a_principal,
    an_access_token,
    an_edge,
)

CONTEXT = CallContext(request_id="test-request")


def refused(token):
    edge = an_edge()
    answer = edge.client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json["code"] == "platform.token_invalid"
    assert edge.transport.calls == []


def forged(header, claims, signature=b""):
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


CLAIMS = {
    "iss": "samspill-identity",
    "aud": "samspill-gateway",
    "sub": USER,
    "org": ORGANISATION,
    "sid": USER,
    "exp": int(time.time()) + 300,
}


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "HS256", "RS256", "ES256", ""])
def test_no_algorithm_but_ours_is_accepted(alg):
    refused(forged({"alg": alg, "typ": "at+jwt"}, CLAIMS))


def test_the_public_key_is_no_shared_secret():
    key = an_edge().identity_key.as_dict(private=False)
    secret = OctKey.import_key(key["x"])

    refused(jwt.encode({"alg": "HS256", "typ": "at+jwt"}, CLAIMS, secret, algorithms=["HS256"]))


def test_another_key_does_not_sign_for_identity():
    refused(an_access_token(OKPKey.generate_key("Ed25519", private=True)))


def test_a_token_cannot_bring_its_own_key():
    own = OKPKey.generate_key("Ed25519", private=True)
    header = {"jwk": own.as_dict(private=False), "kid": "../../etc/passwd"}

    refused(an_access_token(own, header=header))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 60},
        {"exp": int(time.time()) + 10 * 365 * 86400},
        {"exp": None},
        {"exp": "later"},
        {"nbf": int(time.time()) + 600},
        {"iat": int(time.time()) + 600},
        {"iss": "somebody"},
        {"iss": None},
        {"aud": "samspill-services"},
        {"aud": None},
        {"sub": None},
        {"sub": "1 OR 1=1"},
        {"sid": None},
        {"org": None},
    ],
)
def test_claims_that_are_not_identitys_are_refused(changes):
    refused(an_edge().token(**changes))


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": "samspill-caller"}, {"typ": "rt+jwt"}])
def test_a_token_for_something_else_is_refused(header):
    refused(an_edge().token(header=header))


@pytest.mark.parametrize("token", ["x", "a.b.c", "a" * 5000, "é" * 10, "...", "sams"])
def test_what_is_no_token_is_refused(token):
    refused(token)


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer a, Bearer b"])
def test_other_authorization_headers_are_refused(header):
    answer = an_edge().client.get("/api/v1/auth/me", headers={"Authorization": header})

    assert answer.status_code == 401


def test_a_request_without_a_token_is_refused():
    answer = an_edge().client.get("/api/v1/customers")

    assert (answer.status_code, answer.json["code"]) == (401, "platform.token_missing")


def test_a_request_without_a_token_is_refused_before_its_body_is_read():
    answer = an_edge().client.post("/api/v1/customers", data=b"{", content_type="text/plain")

    assert answer.status_code == 401


@pytest.mark.parametrize("code", ["identity.session_ended", "identity.api_token_invalid"])
def test_a_withdrawn_token_is_refused(code):
    edge = an_edge(
        identity__get_principal=NotFound("Ended.", code=code),
        identity__get_principal_by_api_token=NotFound("Ended.", code=code),
    )
    token = edge.token() if code.endswith("ended") else "sams_" + "a" * 64

    answer = edge.client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401


def test_an_api_token_stands_for_its_owner():
    edge = an_edge(identity__get_principal_by_api_token=a_principal(name="Ola"))

    answer = edge.client.get("/api/v1/auth/me", headers={"Authorization": "Bearer sams_abc"})

    assert answer.json["name"] == "Ola"
    assert edge.transport.made("identity.get_principal_by_api_token") == [{"token": "sams_abc"}]


def test_services_are_told_who_calls_by_a_signature_of_the_gateway():
    transport = FakeTransport({"identity.get_principal": a_principal(unit_ids=[USER])})
    gateway = a_gateway(transport)
    token = an_access_token(gateway.identity_key)

    principal = Principals(gateway).of(token, context=CONTEXT)

    caller = CallerTokens(gateway.signing_key).read(principal.token)
    assert str(caller.organisation_id) == ORGANISATION
    assert str(caller.actor_id) == USER
    assert [str(each) for each in caller.unit_ids] == [USER]
    assert caller.source == "ui"


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def test_a_principal_is_asked_for_once_in_two_seconds():
    clock, transport = Clock(), FakeTransport({"identity.get_principal": a_principal()})
    gateway = a_gateway(transport)
    principals = Principals(gateway, clock=clock)
    token = an_access_token(gateway.identity_key)

    asked = []
    for clock.seconds in (0.0, 1.9, 2.1, 4.0, 4.2):
        principals.of(token, context=CONTEXT)
        asked.append(len(transport.calls))

    assert asked == [1, 1, 2, 2, 3]


def test_the_same_signature_is_used_while_nothing_changed():
    clock, transport = Clock(), FakeTransport({"identity.get_principal": a_principal()})
    gateway = a_gateway(transport)
    principals = Principals(gateway, clock=clock)
    token = an_access_token(gateway.identity_key)

    first = principals.of(token, context=CONTEXT)
    clock.seconds = 3
    same = principals.of(token, context=CONTEXT)
    transport.answers["identity.get_principal"] = a_principal(grants={"customer.view": "own"})
    clock.seconds = 6
    changed = principals.of(token, context=CONTEXT)

    assert same is first
    assert changed.caller.scope("customer", "view") == "own"
    assert changed.token != first.token


def test_rights_outlive_identity_by_five_seconds_at_most():
    clock, transport = Clock(), FakeTransport({"identity.get_principal": a_principal()})
    gateway = a_gateway(transport)
    principals = Principals(gateway, clock=clock)
    token = an_access_token(gateway.identity_key)
    principals.of(token, context=CONTEXT)
    transport.answers.clear()

    clock.seconds = 4.9
    assert principals.of(token, context=CONTEXT).view["user_id"] == USER
    clock.seconds = 5.1
    with pytest.raises(Unavailable):
        principals.of(token, context=CONTEXT)


def test_a_token_is_not_accepted_after_its_end_though_its_principal_is_known():
    gateway = a_gateway(FakeTransport({"identity.get_principal": a_principal()}))
    principals = Principals(gateway)
    token = an_access_token(gateway.identity_key, exp=int(time.time()) - 3)
    principals.of(token, context=CONTEXT)  # within the allowed difference of clocks
    late = an_access_token(gateway.identity_key, exp=int(time.time()) - 6)

    with pytest.raises(EdgeProblem):
        principals.of(late, context=CONTEXT)


def test_an_organisation_whose_trial_is_over_reads_but_does_not_write():
    edge = an_edge(
        identity__get_principal=a_principal(writes_allowed=False),
        crm__list_customers={"items": [], "next_cursor": None},
    )
    headers = edge.headers()

    read = edge.client.get("/api/v1/customers", headers=headers)
    written = edge.client.post("/api/v1/customers", json={"name": "A"}, headers=headers)

    assert read.status_code == 200
    assert (written.status_code, written.json["code"]) == (403, "identity.trial_expired")
