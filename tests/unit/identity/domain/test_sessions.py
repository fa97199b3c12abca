"""A refresh token works once; two tabs of a browser are forgiven, a copy is not."""

from datetime import UTC, datetime, timedelta

import pytest
from identity.domain.sessions import (
    EndReason,
    LoginSession,
    Presented,
    RefreshToken,
    judge,
    session_end,
)
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_token(**changes):
    facts = {
        "id": new_id(),
        "session_id": new_id(),
        "used_at": None,
        "is_withdrawn": False,
        "has_used_successor": False,
    }
    return RefreshToken(**{**facts, **changes})


def test_an_unused_token_is_exchanged():
    assert judge(a_token(), NOW) is Presented.FRESH


@pytest.mark.parametrize("seconds", [0, 10])
def test_a_used_token_is_accepted_again_for_ten_seconds_from_a_cookie_only(seconds):
    used = a_token(used_at=NOW - timedelta(seconds=seconds))

    assert judge(used, NOW, in_cookie=True) is Presented.REPEATED
    assert judge(used, NOW) is Presented.COPIED


@pytest.mark.parametrize(
    "changes",
    [
        {"used_at": NOW - timedelta(seconds=11)},
        {"used_at": NOW - timedelta(seconds=1), "has_used_successor": True},
        {"is_withdrawn": True},
    ],
    ids=["too late", "its successor was used", "its sibling was used"],
)
def test_a_copied_token_is_recognised(changes):
    assert judge(a_token(**changes), NOW, in_cookie=True) is Presented.COPIED


@pytest.mark.parametrize(
    ("client", "lasts"),
    [
        ("web", timedelta(hours=12)),
        ("mobile", timedelta(days=30)),
        ("toaster", timedelta(hours=12)),
    ],
)
def test_a_session_lasts_as_long_as_its_client_may_keep_it(client, lasts):
    session = LoginSession(user_id=new_id(), client=client, expires_at=session_end(client, NOW))

    assert session.is_open(NOW + lasts - timedelta(seconds=1))
    assert not session.is_open(NOW + lasts)


def test_a_session_ends_once_and_keeps_its_first_reason():
    session = LoginSession(user_id=new_id(), client="web", expires_at=NOW + timedelta(hours=1))

    assert session.end(EndReason.TOKEN_REUSED, NOW)
    assert not session.end(EndReason.LOGGED_OUT, NOW)
    assert not session.is_open(NOW)
    assert session.end_reason == "token_reused"
