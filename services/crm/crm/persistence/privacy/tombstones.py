"""Keyed hashes of the forgotten: enough to know one again, too little to know who it was."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.privacy import SubjectState
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.persistence.privacy.tables import erased_subjects, erasure_keys

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


class Tombstones:
    """Tombstones of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def bury(self, subject: SubjectState, request_id: UUID) -> None:
        """Keep keyed hashes of e-mails and phones, so that no import brings him back unnoticed."""
        same = {
            "organisation_id": self._work.caller.organisation_id,
            "request_id": request_id,
            "erased_at": self._work.now(),
        }
        key = self._key()
        values = [*subject.emails, *subject.phones]
        rows = [{**same, "digest": _digest(key, each)} for each in values]
        if rows:
            self._work.session.execute(
                upsert(erased_subjects).values(rows).on_conflict_do_nothing()
            )

    def buried(self, values: Iterable[str]) -> set[str]:
        """Those of the e-mails and phones that belong to somebody forgotten."""
        table, key = erased_subjects, self._key()
        by_digest = {_digest(key, each): each for each in values}
        found = self._work.session.execute(
            select(table.c.digest).where(
                same_organisation(self._work.caller, table), table.c.digest.in_(by_digest)
            )
        ).scalars()
        return {by_digest[each] for each in found}

    def _key(self) -> bytes:
        caller, table = self._work.caller, erasure_keys
        self._work.session.execute(
            upsert(table)
            .values(organisation_id=caller.organisation_id, key=secrets.token_bytes(32))
            .on_conflict_do_nothing()
        )
        return bytes(
            self._work.session.execute(
                select(table.c.key).where(same_organisation(caller, table))
            ).scalar_one()
        )


def _digest(key: bytes, value: str) -> str:
    return hmac.new(key, value.lower().encode(), hashlib.sha256).hexdigest()
