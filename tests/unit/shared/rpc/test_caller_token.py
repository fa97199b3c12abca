"""Only the gateway's key can say who is calling, and only for a minute."""

import json

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from shared.kernel.errors import Forbidden
from shared.rpc.caller_token import CallerTokens, sign
from shared.testing.callers import an_administrator


@pytest.fixture(scope="module")
def key():
    return OKPKey.generate_key("Ed25519", private=True)


def test_a_signed_caller_is_read_back(key):
    caller = an_administrator()

    read = CallerTokens(key).read(sign(caller, key))

    assert read == caller


def test_an_expired_token_is_refused(key):
    tokens = CallerTokens(key)
    token = sign(an_administrator(), key, lifetime_seconds=-1)

    with pytest.raises(Forbidden):
        tokens.read(token)


def test_another_key_is_refused(key):
    stranger = OKPKey.generate_key("Ed25519", private=True)

    with pytest.raises(Forbidden):
        CallerTokens(key).read(sign(an_administrator(), stranger))


def test_the_public_key_as_a_shared_secret_is_refused(key):
    secret = OctKey.import_key(json.dumps(key.as_dict(private=False)))
    claims = {"aud": "samspill-services", "exp": 2**40}
    forged = jwt.encode({"alg": "HS256", "typ": "samspill-caller"}, claims, secret)

    with pytest.raises(Forbidden):
        CallerTokens(key).read(forged)


@pytest.mark.parametrize("token", ["", "a.b.c", "e30.e30.", "x" * 100_000])
def test_nonsense_is_refused(key, token):
    with pytest.raises(Forbidden):
        CallerTokens(key).read(token)


def test_a_token_made_for_something_else_is_refused(key):
    claims = {"aud": "samspill-gateway", "exp": 2**40}
    other = jwt.encode({"alg": "Ed25519", "typ": "at+jwt"}, claims, key, algorithms=["Ed25519"])

    with pytest.raises(Forbidden):
        CallerTokens(key).read(other)
