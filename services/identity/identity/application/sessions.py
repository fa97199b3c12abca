"""Use cases of sessions: log in, go on, log out."""

from dataclasses import dataclass, replace
from uuid import UUID

from shared.capabilities.policy import authorise
from shared.contracts.identity.events import UserUpdatedV1

from identity.application.facts import user_fact
from identity.application.ports import IdentityWork
from identity.domain.errors import LoginFailed, LoginThrottled, SessionEnded
from identity.domain.passwords import normal_password
from identity.domain.sessions import (
    ACCESS_TOKEN_SECONDS,
    KEPT_AFTER_END,
    EndReason,
    LoginSession,
    Presented,
    RefreshToken,
    judge,
    session_end,
)
from identity.domain.text import email_key
from identity.domain.throttling import ACCOUNT, PAIR, keys_of, wait_seconds
from identity.domain.tokens import SECRET_BYTES, organisation_of, token_hash, write_token
from identity.domain.users import User

PURGE = "session_purge"


@dataclass(frozen=True)
class OpenedSession:
    """A session with the tokens that were just made for it."""

    session: LoginSession
    user: User
    access_token: str
    refresh_token: str


def log_in(
    work: IdentityWork, *, email: str, password: str, address: str, client: str
) -> OpenedSession:
    """
    Open a session.

    An unknown address costs as much time as a wrong password and gets the same answer.

    Raises:
        LoginThrottled: Too many failures lately; nothing was tried.
        LoginFailed: The failure is counted although the call fails.
    """
    keys = keys_of(email_key(email), address)
    if wait := wait_seconds(work.logins.failures(keys), work.now()):
        raise LoginThrottled(wait)
    user = _find_user(work, email)
    if not _knows_password(work, user, password) or user is None:
        work.logins.count_failure(keys, user=user)
        work.commit()
        raise LoginFailed
    work.logins.forget_failures([keys[each] for each in (PAIR, ACCOUNT) if each in keys])
    work.act_as(replace(work.caller, actor_id=user.id))
    if user.has_logged_in():
        work.save(user)
        work.publish(user_fact(user, UserUpdatedV1))
    return _open(work, user, client)


def refresh_session(
    work: IdentityWork, *, refresh_token: str, in_cookie: bool = False
) -> OpenedSession:
    """
    Exchange a refresh token for new tokens.

    Args:
        in_cookie: It came in the cookie that the tabs of a browser share.

    Raises:
        SessionEnded: The token is unknown, the session over or its user stopped; or the token
            was used before, which ends the session although the call fails.
    """
    found = _find_token(work, refresh_token)
    if found is None:
        raise SessionEnded
    session = work.sessions.get(found.session_id)
    user = work.users.get(session.user_id)
    if not session.is_open(work.now()) or not user.may_log_in:
        raise SessionEnded
    verdict = judge(found, work.now(), in_cookie=in_cookie)
    if verdict is Presented.COPIED:
        session.end(EndReason.TOKEN_REUSED, work.now())
        work.save(session)
        work.commit()
        raise SessionEnded
    if verdict is Presented.FRESH:
        work.sessions.use_token(found)
    return _tokens_for(work, session, user, follows=found.id)


def log_out(work: IdentityWork, *, refresh_token: str) -> None:
    """End the session of a refresh token; an unknown one is not an error."""
    found = _find_token(work, refresh_token)
    if found is not None:
        session = work.sessions.get(found.session_id)
        work.act_as(replace(work.caller, actor_id=session.user_id))
        if session.end(EndReason.LOGGED_OUT, work.now()):
            work.save(session)


def end_session(work: IdentityWork, *, session_id: UUID) -> None:
    """
    End a session: one's own, or that of a user one may change.

    Raises:
        SessionEnded: There is no such session, or the caller may not know of it.
        Forbidden: The caller may see the user but not change him.
    """
    session = work.sessions.get(session_id)
    if session.user_id != work.caller.actor_id:
        user = work.users.get(session.user_id)
        authorise(work.caller, "user.update", user, owner="id", unknown=SessionEnded.code)
    if session.end(EndReason.REVOKED, work.now()):
        work.save(session)


def end_sessions(work: IdentityWork, user_id: UUID, reason: EndReason) -> None:
    """End every open session of a user."""
    for session in work.sessions.open_of(user_id):
        session.end(reason, work.now())
        work.save(session)


def _find_user(work: IdentityWork, email: str) -> User | None:
    """The user who logs in with the address; his organisation is entered."""
    found = work.logins.find(email_key(email))
    if found is None:
        return None
    organisation_id, user_id = found
    work.act_for(organisation_id)
    return work.users.get(user_id)


def _knows_password(work: IdentityWork, user: User | None, password: str) -> bool:
    stored = work.users.password_of(user.id) if user is not None and user.may_log_in else None
    password_hash = stored.password_hash if stored is not None else None
    return work.passwords.matches(normal_password(password), password_hash)


def _find_token(work: IdentityWork, refresh_token: str) -> RefreshToken | None:
    """The stored token; the organisation it names is entered."""
    organisation_id = organisation_of(refresh_token)
    if organisation_id is None:
        return None
    work.act_for(organisation_id)
    return work.sessions.find_token(token_hash(refresh_token))


def _open(work: IdentityWork, user: User, client: str) -> OpenedSession:
    expires_at = session_end(client, work.now())
    session = LoginSession(user_id=user.id, client=client, expires_at=expires_at)
    work.save(session)
    work.schedule(PURGE, str(session.id), expires_at + KEPT_AFTER_END)
    return _tokens_for(work, session, user, follows=None)


def _tokens_for(
    work: IdentityWork, session: LoginSession, user: User, *, follows: UUID | None
) -> OpenedSession:
    organisation_id = work.caller.organisation_id
    refresh_token = write_token(organisation_id, work.secrets.random_bytes(SECRET_BYTES))
    work.sessions.add_token(
        session_id=session.id, token_hash=token_hash(refresh_token), follows=follows
    )
    claims = {
        "sub": str(user.id),
        "org": str(organisation_id),
        "sid": str(session.id),
        "gv": work.users.grants_version(user.id),
    }
    access_token = work.access_tokens.issue(
        claims, now=work.now(), lifetime_seconds=ACCESS_TOKEN_SECONDS
    )
    return OpenedSession(session, user, access_token, refresh_token)
