"""Login sessions and their refresh tokens."""

from uuid import UUID

from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import aliased

from identity.domain.errors import SessionEnded
from identity.domain.sessions import LoginSession, RefreshToken
from identity.persistence.tables import refresh_tokens, sessions

_FIELDS = {
    "client": sessions.c.client,
    "started_at": sessions.c.created_at,
    "expires_at": sessions.c.expires_at,
    "ended_at": sessions.c.ended_at,
}
SESSIONS = Listing(sessions, filters=_FIELDS, sorts=_FIELDS, default_sort="-started_at")
SESSION_COLUMNS = (
    sessions,
    select(func.max(refresh_tokens.c.issued_at))
    .where(refresh_tokens.c.session_id == sessions.c.id)
    .correlate(sessions)
    .scalar_subquery()
    .label("last_refreshed_at"),
)


class StoredSessions:
    """The sessions of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, session_id: UUID) -> LoginSession:
        """
        Load one session.

        Raises:
            SessionEnded: There is none.
        """
        try:
            return get_record(self._work, LoginSession, session_id, unknown=SessionEnded.code)
        except NotFound:
            raise SessionEnded from None

    def open_of(self, user_id: UUID) -> list[LoginSession]:
        """The user's sessions that have not ended."""
        found = self._work.session.execute(
            select(LoginSession)
            .where(sessions.c.organisation_id == self._work.caller.organisation_id)
            .where(sessions.c.user_id == user_id, sessions.c.ended_at.is_(None))
            .where(sessions.c.expires_at > self._work.now())
            .order_by(sessions.c.id)
        )
        return list(found.scalars())

    def find_token(self, token_hash: bytes) -> RefreshToken | None:
        """
        Find a refresh token, locked until the transaction ends.

        Its successors are read after the lock: a repeated request waits for the first one.
        """
        found = self._work.session.execute(
            select(refresh_tokens)
            .where(refresh_tokens.c.organisation_id == self._work.caller.organisation_id)
            .where(refresh_tokens.c.token_hash == token_hash)
            .with_for_update()
        ).first()
        if found is None:
            return None
        successor = aliased(refresh_tokens)
        used_successor = self._work.session.execute(
            select(successor.c.id)
            .where(successor.c.follows_id == found.id, successor.c.used_at.is_not(None))
            .limit(1)
        ).first()
        return RefreshToken(
            id=found.id,
            session_id=found.session_id,
            used_at=found.used_at,
            is_withdrawn=found.is_withdrawn,
            has_used_successor=used_successor is not None,
        )

    def add_token(
        self, *, session_id: UUID, token_hash: bytes, follows: UUID | None = None
    ) -> None:
        """Store the hash of a new refresh token."""
        self._work.session.execute(
            insert(refresh_tokens).values(
                id=new_id(),
                organisation_id=self._work.caller.organisation_id,
                session_id=session_id,
                token_hash=token_hash,
                follows_id=follows,
                issued_at=self._work.now(),
            )
        )

    def use_token(self, token: RefreshToken) -> None:
        """Mark a token used and withdraw every other unused one of its session."""
        of_session = refresh_tokens.c.session_id == token.session_id
        is_token = refresh_tokens.c.id == token.id
        self._work.session.execute(
            update(refresh_tokens).where(is_token).values(used_at=self._work.now())
        )
        self._work.session.execute(
            update(refresh_tokens)
            .where(of_session, ~is_token, refresh_tokens.c.used_at.is_(None))
            .values(is_withdrawn=True)
        )

    def forget(self, session_id: UUID) -> None:
        """Delete a session and its tokens."""
        self._work.session.execute(delete(sessions).where(sessions.c.id == session_id))
