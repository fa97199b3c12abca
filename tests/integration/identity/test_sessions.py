"""Logging in, going on and logging out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from identity.application.sessions import log_in, refresh_session
from identity.domain.errors import LoginFailed, LoginThrottled, SessionEnded
from joserfc import jwt
from shared.kernel.errors import Forbidden, NotFound, Unavailable
from shared.rpc.caller_token import read_key
from support.identity import PASSWORD, an_address


def ended(company, session):
    """Whether a session no longer stands for anybody."""
    try:
        company.principal(session)
    except NotFound as error:
        return error.code == "identity.session_ended"
    return False


def test_a_login_opens_a_session_that_stands_for_the_user(company):
    session = company.log_in(company.administrator, email=company.administrator["email"].upper())
    principal = company.principal(session)

    assert session["token_type"] == "Bearer"
    assert session["expires_in_seconds"] == 900
    assert session["refresh_expires_in_seconds"] in (43_199, 43_200)
    assert session["user"]["id"] == principal["user_id"] == company.administrator["id"]
    assert principal["session_id"] == session["session_id"]
    assert principal["unit_ids"] == [company.administrator["unit_id"]]
    assert principal["grants"]["customer.view"] == "all"


def test_the_access_token_is_signed_for_the_gateway(company, platform):
    session = company.log_in(company.administrator)

    key = read_key(platform.environ["IDENTITY_PUBLIC_KEY_FILE"])
    token = jwt.decode(session["access_token"], key, algorithms=["Ed25519"])

    assert token.header["typ"] == "at+jwt"
    assert token.claims["org"] == company.organisation["id"]
    assert token.claims["sub"] == company.administrator["id"]
    assert token.claims["sid"] == session["session_id"]
    assert token.claims["gv"] == company.principal(session)["grants_version"]


def test_the_principal_is_found_without_the_organisation_too(company):
    session = company.log_in(company.administrator)

    principal = company.nobody.get_principal(
        user_id=session["user"]["id"], session_id=session["session_id"]
    )

    assert principal == company.principal(session)


def test_every_failed_login_gets_the_same_answer(company):
    locked = company.hire("consultant")
    company.change(locked, status="locked")
    answers = []
    for email, password in (
        (an_address(), PASSWORD),
        (company.administrator["email"], "feil passord"),
        (locked["email"], PASSWORD),
    ):
        with pytest.raises(Forbidden) as refused:
            company.nobody.log_in(email=email, password=password, address="192.0.2.7")
        answers.append((refused.value.code, refused.value.message, refused.value.details))

    assert answers[0][0] == "identity.login_failed"
    assert len(set(map(str, answers))) == 1


def test_failures_slow_down_the_one_who_guesses_and_not_the_user_elsewhere(company):
    for _ in range(5):
        with pytest.raises(Forbidden):
            company.log_in(company.administrator, password="feil passord", address="203.0.113.9")

    with pytest.raises(Unavailable) as refused:
        company.log_in(company.administrator, address="203.0.113.9")

    assert refused.value.code == "identity.login_throttled"
    assert 1 <= int(refused.value.details["retry_after_seconds"]) <= 2
    assert company.log_in(company.administrator, address="192.0.2.1")["session_id"]


def test_a_throttled_login_works_again_after_the_wait(company, work_at):
    now = datetime.now(UTC)
    who = {"email": company.administrator["email"], "client": "web", "address": "203.0.113.10"}
    for seconds in (0, 0, 0, 0, 0, 1):
        with pytest.raises(LoginFailed), work_at(now + timedelta(seconds=seconds)) as work:
            log_in(work, password="feil passord", **who)

    with pytest.raises(LoginThrottled), work_at(now + timedelta(seconds=2)) as work:
        log_in(work, password=PASSWORD, **who)
    with work_at(now + timedelta(seconds=3)) as work:
        assert log_in(work, password=PASSWORD, **who).user.email == who["email"]


def test_a_refresh_token_works_once_and_brings_the_next(company):
    first = company.log_in(company.administrator)

    second = company.nobody.refresh_session(refresh_token=first["refresh_token"])
    third = company.nobody.refresh_session(refresh_token=second["refresh_token"])

    assert third["session_id"] == first["session_id"]
    assert len({each["refresh_token"] for each in (first, second, third)}) == 3
    assert len({each["access_token"] for each in (first, second, third)}) == 3


def test_using_a_used_token_ends_the_session(company):
    first = company.log_in(company.administrator)
    second = company.nobody.refresh_session(refresh_token=first["refresh_token"])

    with pytest.raises(NotFound) as refused:
        company.nobody.refresh_session(refresh_token=first["refresh_token"])

    assert refused.value.code == "identity.session_ended"
    assert ended(company, second)
    with pytest.raises(NotFound):
        company.nobody.refresh_session(refresh_token=second["refresh_token"])


def test_two_tabs_of_a_browser_may_refresh_at_once(company):
    def refresh(session):
        token = session["refresh_token"]
        return company.nobody.refresh_session(refresh_token=token, in_cookie=True)

    first = company.log_in(company.administrator)
    quick = refresh(first)

    slow = refresh(first)
    refresh(slow)

    with pytest.raises(NotFound):  # whoever holds the other answer is noticed now
        refresh(quick)
    assert ended(company, slow)


def test_two_tabs_are_forgiven_for_ten_seconds(company, work_at):
    first = company.log_in(company.administrator)
    company.nobody.refresh_session(refresh_token=first["refresh_token"])

    later = datetime.now(UTC) + timedelta(seconds=11)
    with pytest.raises(SessionEnded), work_at(later) as work:
        refresh_session(work, refresh_token=first["refresh_token"], in_cookie=True)

    assert ended(company, first)


def test_a_session_ends_when_its_time_is_over(company, work_at):
    first = company.log_in(company.administrator)

    with pytest.raises(SessionEnded), work_at(datetime.now(UTC) + timedelta(hours=12)) as work:
        refresh_session(work, refresh_token=first["refresh_token"])


def test_a_mobile_session_lasts_thirty_days(company):
    session = company.log_in(company.administrator, client="mobile")

    assert session["refresh_expires_in_seconds"] in (30 * 86_400 - 1, 30 * 86_400)


def test_logging_out_ends_the_session_and_can_be_repeated(company):
    session = company.log_in(company.administrator)
    other = company.log_in(company.administrator)

    for _ in range(2):
        company.nobody.log_out(refresh_token=session["refresh_token"])

    assert ended(company, session)
    assert not ended(company, other)


@pytest.mark.parametrize("token", ["", "x" * 64, "å" * 64, "A" * 100_000])
def test_what_is_no_refresh_token_is_an_ended_session(company, token):
    with pytest.raises(NotFound) as refused:
        company.nobody.refresh_session(refresh_token=token)

    assert refused.value.code == "identity.session_ended"
    company.nobody.log_out(refresh_token=token)


def test_sessions_do_not_stand_for_other_users_or_organisations(company):
    session = company.log_in(company.administrator)
    colleague = company.hire("sales")

    for change in (
        {"user_id": colleague["id"]},
        {"session_id": str(uuid4())},
        {"organisation_id": str(uuid4())},
    ):
        facts = {
            "user_id": session["user"]["id"],
            "session_id": session["session_id"],
            "organisation_id": session["organisation_id"],
        }
        with pytest.raises(NotFound) as refused:
            company.nobody.get_principal(**{**facts, **change})
        assert refused.value.code == "identity.session_ended"


def test_a_user_lists_and_ends_his_own_sessions(company):
    here, there = company.log_in(company.administrator), company.log_in(company.administrator)
    listed = company.admin.list_sessions(query={"count": True})

    company.admin.end_session(session_id=there["session_id"])

    assert {here["session_id"], there["session_id"]} <= {each["id"] for each in listed["items"]}
    assert ended(company, there)
    assert not ended(company, here)


def test_another_ones_session_is_ended_only_with_the_right(company):
    consultant = company.hire("consultant")
    session = company.log_in(company.administrator)
    own = company.log_in(consultant)

    with pytest.raises(Forbidden):
        company.calls_as(consultant).end_session(session_id=session["session_id"])
    company.admin.end_session(session_id=own["session_id"])

    assert not ended(company, session)
    assert ended(company, own)


def test_an_old_session_is_deleted_when_it_is_due(company, platform, work_at, eventually):
    session = company.log_in(company.administrator)
    due = "UPDATE due_items SET due_at = now() WHERE key = %s RETURNING id"

    assert platform.rows("identity", due, session["session_id"])

    left = "SELECT id FROM sessions WHERE id = %s"
    eventually(lambda: not platform.rows("identity", left, UUID(session["session_id"])))
