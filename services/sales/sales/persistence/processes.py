"""Stored processes, and the list of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.kernel.errors import NotFound
from shared.persistence.engine import lock_key
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import func, select, text

from sales.domain.processes import SalesProcess
from sales.persistence.tables import case_changes, sales_cases, sales_processes, sales_stages

UNKNOWN = "sales.process_unknown"

_FIELDS = {
    "name": sales_processes.c.name,
    "case_kind": sales_processes.c.case_kind,
    "is_default": sales_processes.c.is_default,
    "created_at": sales_processes.c.created_at,
}
PROCESSES = Listing(
    sales_processes,
    filters={**_FIELDS, "archived": sales_processes.c.archived_at.is_not(None)},
    sorts=_FIELDS,
    default_sort="created_at",
    search=[sales_processes.c.name],
)


class StoredProcesses:
    """The processes of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, process_id: UUID, *, expected_version: int | None = None) -> SalesProcess:
        """
        Load one process with its stages.

        Raises:
            NotFound: ``sales.process_unknown``.
            Conflict: ``sales.process_stale``.
        """
        if expected_version is None:
            key = self._work.session.identity_key(SalesProcess, process_id)
            loaded = self._work.session.identity_map.get(key)
            if loaded is not None and loaded.organisation_id == self._work.caller.organisation_id:
                return loaded
        return get_record(
            self._work,
            SalesProcess,
            process_id,
            unknown=UNKNOWN,
            expected_version=expected_version,
        )

    def of_stage(self, stage_id: UUID) -> SalesProcess:
        process_id = self._work.session.execute(
            select(sales_stages.c.process_id)
            .where(sales_stages.c.organisation_id == self._work.caller.organisation_id)
            .where(sales_stages.c.id == stage_id)
        ).scalar()
        if process_id is None:
            raise NotFound("There is no such stage.", code="sales.stage_unknown", id=stage_id)
        return self.get(process_id)

    def default(self) -> SalesProcess | None:
        return self._work.session.execute(
            select(SalesProcess)
            .where(sales_processes.c.organisation_id == self._work.caller.organisation_id)
            .where(sales_processes.c.is_default)
        ).scalar_one_or_none()

    def all(self) -> Sequence[SalesProcess]:
        return (
            self._work.session.execute(
                select(SalesProcess).where(
                    sales_processes.c.organisation_id == self._work.caller.organisation_id
                )
            )
            .scalars()
            .all()
        )

    def of_rows(self, rows: Sequence[Any]) -> list[SalesProcess]:
        """The processes of a list's rows in their order, in two statements."""
        found = self._work.session.execute(
            select(SalesProcess)
            .where(sales_processes.c.organisation_id == self._work.caller.organisation_id)
            .where(sales_processes.c.id.in_([row.id for row in rows]))
        ).scalars()
        by_id = {process.id: process for process in found}
        return [by_id[row.id] for row in rows]

    def used_stages(self, process_id: UUID) -> set[UUID]:
        stages = sales_stages.alias()
        ever_in = select(case_changes.c.seq).where(case_changes.c.stage_id == stages.c.id).exists()
        return set(
            self._work.session.execute(
                select(stages.c.id).where(stages.c.process_id == process_id, ever_in)
            ).scalars()
        )

    def open_cases(self, process_id: UUID) -> int:
        return self._work.session.execute(
            select(func.count())
            .select_from(sales_cases)
            .where(sales_cases.c.organisation_id == self._work.caller.organisation_id)
            .where(sales_cases.c.process_id == process_id)
            .where(sales_cases.c.status == "open", sales_cases.c.archived_at.is_(None))
        ).scalar_one()

    def lock_defaults(self) -> None:
        key = lock_key("sales defaults", self._work.caller.organisation_id)
        self._work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
