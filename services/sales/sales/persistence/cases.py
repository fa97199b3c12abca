"""Stored sales cases."""

from collections.abc import Collection, Sequence
from uuid import UUID

from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import select

from sales.domain.cases import SalesCase
from sales.persistence.tables import sales_cases


class StoredCases:
    """The cases of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, case_id: UUID) -> SalesCase:
        """
        Load one case with its lines.

        Raises:
            NotFound: ``sales.case_unknown``.
        """
        return get_record(self._work, SalesCase, case_id, unknown="sales.case_unknown")

    def by_external_ids(self, external_ids: Collection[str]) -> dict[str, UUID]:
        if not external_ids:
            return {}
        found = self._work.session.execute(
            select(sales_cases.c.external_id, sales_cases.c.id)
            .where(sales_cases.c.organisation_id == self._work.caller.organisation_id)
            .where(sales_cases.c.external_id.in_(external_ids))
            .where(sales_cases.c.archived_at.is_(None))
        )
        return {row.external_id: row.id for row in found}

    def add_all(self, cases: Sequence[SalesCase]) -> None:
        self._work.session.add_all(cases)
        self._work.flush()
