"""
Which address logs in as whom, and failed logins: over all organisations.

These two tables have no row-level security, because they are asked before anybody knows which
organisation it is about; they hold ids and hashes, and the addresses of live users.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shared.persistence import audit
from shared.persistence.work import Work
from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert

from identity.domain.errors import EmailTaken
from identity.domain.text import email_key
from identity.domain.throttling import FORGET_AFTER, Failures, Limit
from identity.domain.users import User
from identity.persistence.tables import login_failures, logins

_SWEPT_AT_ONCE = 50


class StoredLogins:
    """Look-ups without an organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, key: str) -> tuple[UUID, UUID] | None:
        """Organisation and user of an address; None when nobody has it."""
        row = self._work.session.execute(
            select(logins.c.organisation_id, logins.c.user_id).where(logins.c.email_key == key)
        ).first()
        return (row.organisation_id, row.user_id) if row else None

    def organisation_of(self, user_id: UUID) -> UUID | None:
        """The organisation a live user belongs to."""
        return self._work.session.execute(
            select(logins.c.organisation_id).where(logins.c.user_id == user_id)
        ).scalar()

    def claim(self, user: User) -> None:
        """
        Reserve the user's address, giving up his former one.

        Raises:
            EmailTaken: It is another live user's, here or in another organisation.
        """
        key = email_key(user.email)
        found = self.find(key)
        if found is not None and found[1] == user.id:
            return
        self.release(user.id)
        claimed = self._work.session.execute(
            insert(logins)
            .values(
                email_key=key, organisation_id=self._work.caller.organisation_id, user_id=user.id
            )
            .on_conflict_do_nothing()
            .returning(logins.c.email_key)
        ).scalar()
        if claimed is None:
            raise EmailTaken

    def release(self, user_id: UUID) -> None:
        """Give the user's address up."""
        self._work.session.execute(delete(logins).where(logins.c.user_id == user_id))

    def failures(self, keys: dict[Limit, bytes]) -> dict[Limit, Failures]:
        """What was counted under the keys."""
        rows = self._work.session.execute(
            select(login_failures).where(login_failures.c.key.in_(keys.values()))
        )
        counted = {bytes(row.key): Failures(row.number, row.last_at) for row in rows}
        return {limit: counted[key] for limit, key in keys.items() if key in counted}

    def count_failure(self, keys: dict[Limit, bytes], *, user: User | None) -> None:
        """Count a failed attempt; one at a known user is audited in his organisation."""
        now = self._work.now()
        self._sweep(now)
        rows = [{"key": key, "number": 1, "last_at": now} for key in sorted(keys.values())]
        forgotten = login_failures.c.last_at < now - FORGET_AFTER
        self._work.session.execute(
            insert(login_failures)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "number": case((forgotten, 1), else_=login_failures.c.number + 1),
                    "last_at": now,
                },
            )
        )
        if user is not None:
            self._work.audit_rows(
                [audit.entry(self._work.caller, self._work.clock, user, "login_failed", {})]
            )

    def forget_failures(self, keys: Collection[bytes]) -> None:
        """Start counting anew."""
        self._work.session.execute(delete(login_failures).where(login_failures.c.key.in_(keys)))

    def _sweep(self, now: datetime) -> None:
        """Remove some rows that count no longer, so that the table stays small."""
        old = (
            select(login_failures.c.key)
            .where(login_failures.c.last_at < now - FORGET_AFTER)
            .limit(_SWEPT_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        self._work.session.execute(delete(login_failures).where(login_failures.c.key.in_(old)))
