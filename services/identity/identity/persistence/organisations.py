"""The caller's organisation, inside one unit of work."""

from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import select

from identity.domain.organisations import Organisation
from identity.persistence.tables import organisations


class StoredOrganisations:
    """Organisations of this database; a caller only ever meets his own."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, *, expected_version: int | None = None) -> Organisation:
        """
        Load the caller's organisation.

        Raises:
            NotFound: ``identity.organisation_unknown``.
            Conflict: ``identity.organisation_stale``.
        """
        return get_record(
            self._work,
            Organisation,
            self._work.caller.organisation_id,
            unknown="identity.organisation_unknown",
            expected_version=expected_version,
        )

    def lock(self) -> None:
        """Wait until no other change of the organisation's structure is under way."""
        self._work.session.execute(
            select(organisations.c.id)
            .where(organisations.c.id == self._work.caller.organisation_id)
            .with_for_update()
        )
