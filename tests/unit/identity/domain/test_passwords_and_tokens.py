"""Secrets: what a password must be, how tokens are written and read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.errors import ApiTokenExpiry, PasswordWeak
from identity.domain.passwords import ALPHABET, GENERATED_LENGTH, check_password, from_random
from identity.domain.tokens import (
    API_TOKEN_PREFIX,
    organisation_of,
    token_end,
    token_hash,
    token_start,
    write_token,
)
from shared.kernel.ids import new_id


@pytest.mark.parametrize("password", ["fjell og fjord", "åtte tegn", "x9!kQ2_z"])
def test_a_password_of_eight_signs_is_enough(password):
    assert check_password(password, pointer="/password") == password


@pytest.mark.parametrize(
    "password",
    ["kort", "x" * 129, "Passord123", "aaaaaaaaaa", "kari@fjord.example", "Kari Nordmann",
     "kari.nordmann"],
)  # fmt: skip
def test_a_weak_password_is_refused_with_its_field(password):
    known = ("kari@fjord.example", "Kari Nordmann", "kari.nordmann@fjord.example")

    with pytest.raises(PasswordWeak) as refused:
        check_password(password, known=known, pointer="/admin_password")

    assert refused.value.errors[0].pointer == "/admin_password"


@given(st.binary(min_size=GENERATED_LENGTH * 8, max_size=GENERATED_LENGTH * 8))
def test_a_generated_password_has_sixteen_readable_signs(random_bytes):
    password = from_random(random_bytes)

    assert len(password) == GENERATED_LENGTH
    assert set(password) <= set(ALPHABET)
    assert not set("0O1lI") & set(ALPHABET)


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["", API_TOKEN_PREFIX]))
def test_a_token_names_its_organisation(secret, prefix):
    organisation_id = new_id()
    token = write_token(organisation_id, secret, prefix=prefix)

    assert organisation_of(token, prefix=prefix) == organisation_id


@pytest.mark.parametrize(
    "token", ["", "sams_", "sams_" + "!" * 64, "sams_" + "å" * 64, "x" * 64, "sams_" + "A" * 10**6]
)
def test_what_is_no_token_names_nobody(token):
    assert organisation_of(token, prefix=API_TOKEN_PREFIX) is None


def test_the_part_that_is_shown_does_not_hold_much_of_the_secret():
    token = write_token(new_id(), b"\xff" * 32, prefix=API_TOKEN_PREFIX)

    assert token.startswith(token_start(token))
    assert len(token) - len(token_start(token)) >= 32  # 192 bits stay unseen
    assert token_hash(token) != token_hash(token + "x")


def test_a_token_ends_after_its_last_day_where_the_organisation_is():
    ends = token_end(date(2026, 7, 31), today=date(2026, 1, 1), time_zone="Europe/Oslo")

    assert ends == datetime(2026, 7, 31, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("expires_on", [date(2026, 1, 1), date(2025, 12, 31), date(2027, 1, 3)])
def test_a_token_ends_after_today_and_within_a_year(expires_on):
    with pytest.raises(ApiTokenExpiry):
        token_end(expires_on, today=date(2026, 1, 1), time_zone="Europe/Oslo")
