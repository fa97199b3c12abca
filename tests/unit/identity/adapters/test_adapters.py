"""Passwords are hashed slowly and apart; access tokens are what a verifier expects."""

import json
from datetime import UTC, datetime

import pytest
from identity.adapters.access_tokens import SignedAccessTokens
from identity.adapters.passwords import Argon2Passwords
from joserfc import jwt
from joserfc.jwk import OKPKey


@pytest.fixture
def native_calls():
    return []


@pytest.fixture
def passwords(native_calls):
    def run_native(function, *arguments):
        native_calls.append(function.__name__)
        return function(*arguments)

    return Argon2Passwords(run_native)


def test_only_the_right_password_matches(passwords):
    stored = passwords.hash("fjell og fjord")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches("fjell og fjord", stored)
    assert not passwords.matches("fjell og fjora", stored)
    assert passwords.hash("fjell og fjord") != stored


def test_without_a_hash_the_same_work_is_done_and_nothing_matches(passwords, native_calls):
    assert not passwords.matches("nobody has this password", None)
    assert native_calls == ["_verify"]


def test_a_damaged_hash_matches_nothing(passwords):
    assert not passwords.matches("x", "$argon2id$damaged")


def test_an_access_token_says_who_for_whom_and_how_long(tmp_path):
    key = OKPKey.generate_key("Ed25519", private=True)
    file = tmp_path / "signing.key"
    file.write_text(json.dumps(key.as_dict(private=True)))
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    token = SignedAccessTokens(str(file)).issue(
        {"sub": "someone", "gv": 3}, now=now, lifetime_seconds=900
    )

    public = OKPKey.import_key(key.as_dict(private=False))
    read = jwt.decode(token, public, algorithms=["Ed25519"])
    assert read.header["typ"] == "at+jwt"
    assert read.header["alg"] == "Ed25519"
    assert read.claims["iss"] == "samspill-identity"
    assert read.claims["aud"] == "samspill-gateway"
    assert (read.claims["sub"], read.claims["gv"]) == ("someone", 3)
    assert read.claims["exp"] - read.claims["iat"] == 900
    assert read.claims["iat"] == int(now.timestamp())
