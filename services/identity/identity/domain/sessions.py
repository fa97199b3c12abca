"""
Sessions and their refresh tokens.

A refresh token works once.  The use of a used one means that it was copied, and ends the session,
with one exception: the tabs of one browser share a cookie no script can read, so two of them may
send the same token.  From a cookie a used token is therefore accepted again for ten seconds, as
long as nobody used what it was exchanged for.  Whoever uses one of the two successors first makes
the other worthless.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from uuid import UUID

from shared.kernel.records import Record

ACCESS_TOKEN_SECONDS = 15 * 60
GRACE = timedelta(seconds=10)
KEPT_AFTER_END = timedelta(days=7)  # so that late reuse is still recognised
LENGTHS = {"web": timedelta(hours=12), "mobile": timedelta(days=30)}


class EndReason(StrEnum):
    """Why a session ended."""

    LOGGED_OUT = "logged_out"
    REVOKED = "revoked"
    TOKEN_REUSED = "token_reused"
    PASSWORD_CHANGED = "password_changed"
    USER_STOPPED = "user_stopped"  # locked, left or archived


@dataclass(eq=False, kw_only=True)
class LoginSession(Record):
    """One login of a user on one client, until it ends or expires."""

    user_id: UUID
    client: str
    expires_at: datetime
    ended_at: datetime | None = None
    end_reason: str | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the session still counts."""
        return self.ended_at is None and now < self.expires_at

    def end(self, reason: EndReason, now: datetime) -> bool:
        """End the session; returns False when it had ended before."""
        if self.ended_at is not None:
            return False
        self.ended_at, self.end_reason = now, reason.value
        return True


def session_end(client: str, now: datetime) -> datetime:
    """When a session opened now ends, whatever happens; unknown clients are treated as web."""
    return now + LENGTHS.get(client, LENGTHS["web"])


@dataclass(frozen=True, kw_only=True)
class RefreshToken:
    """One link of a session's chain.  ``is_withdrawn``: a sibling was used instead."""

    id: UUID
    session_id: UUID
    used_at: datetime | None
    is_withdrawn: bool
    has_used_successor: bool


class Presented(Enum):
    """What it means that a token is presented."""

    FRESH = "fresh"  # exchange it
    REPEATED = "repeated"  # another tab was quicker: exchange it once more
    COPIED = "copied"  # two parties have it: end the session


def judge(token: RefreshToken, now: datetime, *, in_cookie: bool = False) -> Presented:
    """Decide what the presentation of *token* means; the module says why."""
    if token.is_withdrawn:
        return Presented.COPIED
    if token.used_at is None:
        return Presented.FRESH
    if in_cookie and now - token.used_at <= GRACE and not token.has_used_successor:
        return Presented.REPEATED
    return Presented.COPIED
