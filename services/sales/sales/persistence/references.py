"""Copies of records other services own, as the use cases of sales ask for them."""

from collections.abc import Iterable
from uuid import UUID

from shared.capabilities.references import Reference, reference, references
from shared.persistence.work import Work
from sqlalchemy import select


class KnownReferences:
    """Reference copies, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, kind: str, reference_id: UUID) -> Reference:
        """Raises ``ReferenceMissing``."""
        return reference(self._work, kind, reference_id)

    def known(self, kind: str, ids: Iterable[UUID]) -> dict[UUID, Reference]:
        return references(self._work, kind, ids)

    def unit_parents(self) -> dict[UUID, UUID | None]:
        copies = self._work.table("reference_copies")
        rows = self._work.session.execute(
            select(copies.c.id, copies.c.data["parent_id"].astext.label("parent_id"))
            .where(copies.c.organisation_id == self._work.caller.organisation_id)
            .where(copies.c.kind == "unit")
        )
        return {row.id: UUID(row.parent_id) if row.parent_id else None for row in rows}
