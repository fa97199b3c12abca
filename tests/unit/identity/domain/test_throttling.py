"""Failures slow down whoever guesses, and hardly anybody else."""

from datetime import UTC, datetime, timedelta

import pytest
from identity.domain.throttling import (
    ACCOUNT,
    ADDRESS,
    PAIR,
    Failures,
    keys_of,
    wait_seconds,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "seconds"), [(4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (10_000, 900)]
)
def test_the_wait_doubles_from_the_fifth_failure_up_to_a_quarter_of_an_hour(number, seconds):
    assert wait_seconds({PAIR: Failures(number, NOW)}, NOW) == seconds


def test_a_stranger_delays_the_real_user_by_a_minute_at_most():
    guessed_from_everywhere = {ACCOUNT: Failures(1_000_000, NOW)}

    assert wait_seconds(guessed_from_everywhere, NOW) == 60


def test_the_longest_wait_counts():
    counted = {PAIR: Failures(5, NOW), ACCOUNT: Failures(3, NOW), ADDRESS: Failures(53, NOW)}

    assert wait_seconds(counted, NOW) == 8


def test_the_wait_runs_from_the_last_failure():
    counted = {PAIR: Failures(7, NOW - timedelta(seconds=3))}

    assert wait_seconds(counted, NOW) == 1
    assert wait_seconds(counted, NOW + timedelta(seconds=1)) == 0


def test_failures_are_forgotten_after_a_quiet_hour():
    assert wait_seconds({PAIR: Failures(10_000, NOW - timedelta(hours=1))}, NOW) == 0


def test_keys_tell_account_and_address_apart_and_hold_neither():
    keys = keys_of("kari@fjord.example", "192.0.2.1")

    assert len(set(keys.values())) == 3
    assert b"kari" not in b"".join(keys.values())
    assert keys[ACCOUNT] == keys_of("kari@fjord.example", "")[ACCOUNT]


def test_without_a_network_address_the_account_alone_counts():
    assert set(keys_of("kari@fjord.example", "")) == {ACCOUNT}
