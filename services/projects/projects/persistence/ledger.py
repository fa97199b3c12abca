"""The allocation ledger: what remains to be billed, and what was taken of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.persistence.work import Work
from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from projects.domain.allocations import Allocation, AllocationKind, SourceType
from projects.domain.billing import UnbilledExpense, UnbilledTime
from projects.persistence.tables import (
    contract_lines,
    expenses,
    invoice_allocations,
    time_entries,
)

# Each source keeps what has been taken of it; a check constraint holds it within the source.
_TAKEN = {
    SourceType.TIME: (time_entries, "allocated_minutes"),
    SourceType.FIXED: (contract_lines, "allocated_minor"),
    SourceType.EXPENSE: (expenses, "allocated_minor"),
}


class StoredLedger:
    """The allocations of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def unbilled_time(
        self,
        project_id: UUID,
        *,
        first_on: date | None,
        last_on: date | None,
        only_approved: bool,
        ids: Collection[UUID] | None,
    ) -> list[UnbilledTime]:
        """Time of a project billed by the hour with minutes left, oldest first."""
        table = time_entries
        left = table.c.minutes - table.c.allocated_minutes
        conditions: list[ColumnElement[bool]] = [
            table.c.project_id == project_id,
            table.c.billing == "hourly",
            table.c.archived_at.is_(None),
            table.c.allocated_minutes < table.c.minutes,
            table.c.work_date.between(first_on or date.min, last_on or date.max),
        ]
        if only_approved:
            conditions.append(table.c.status.in_(["approved", "locked"]))
        if ids is not None:
            conditions.append(table.c.id.in_(ids))
        rows = self._work.session.execute(
            select(table.c.id, table.c.user_id, table.c.work_date, table.c.contract_line_id,
                   table.c.price_minor, left.label("remaining_minutes"))
            .where(*conditions)
            .order_by(table.c.work_date, table.c.id)
        )  # fmt: skip
        return [UnbilledTime(**row._mapping) for row in rows]

    def unbilled_expenses(
        self, project_id: UUID, *, ids: Collection[UUID] | None
    ) -> list[UnbilledExpense]:
        """Billable expenses of a project with something left, oldest first."""
        table = expenses
        left = table.c.amount_minor - table.c.allocated_minor
        query = (
            select(table.c.id, table.c.description, table.c.vat_bp, left.label("remaining_minor"))
            .where(
                table.c.project_id == project_id,
                table.c.billable,
                table.c.archived_at.is_(None),
                table.c.allocated_minor < table.c.amount_minor,
            )
            .order_by(table.c.spent_on, table.c.id)
        )
        if ids is not None:
            query = query.where(table.c.id.in_(ids))
        return [UnbilledExpense(**row._mapping) for row in self._work.session.execute(query)]

    def store(self, allocations: Sequence[Allocation], *, invoice_id: UUID) -> None:
        """Record allocations of an invoice, and count them on their sources."""
        self._insert(allocations, invoice_id=invoice_id)
        self._count(allocations, sign=1)

    def write_off(self, allocation: Allocation) -> None:
        """Record a write-off; the entry it is of counts it itself."""
        self._insert([allocation], invoice_id=None)

    def release(self, invoice_id: UUID) -> None:
        """Forget the allocations of a draft that was given up."""
        allocations = self.bills_of(invoice_id)
        self._work.session.execute(
            delete(invoice_allocations).where(invoice_allocations.c.invoice_id == invoice_id)
        )
        self._count(allocations, sign=-1)

    def bills_of(self, invoice_id: UUID) -> list[Allocation]:
        """What an invoice billed, or a credit note took back."""
        return self._read(invoice_allocations.c.invoice_id == invoice_id)

    def credits_of(self, invoice_id: UUID) -> list[Allocation]:
        """What credit notes took back of an invoice."""
        bills = select(invoice_allocations.c.id).where(
            invoice_allocations.c.invoice_id == invoice_id
        )
        return self._read(invoice_allocations.c.reverses_id.in_(bills))

    def lock_time_of(self, invoice_id: UUID) -> None:
        """Lock the time an issued invoice bills; only a reversing entry corrects it now."""
        billed = select(invoice_allocations.c.source_id).where(
            invoice_allocations.c.invoice_id == invoice_id,
            invoice_allocations.c.source_type == SourceType.TIME,
        )
        self._work.session.execute(
            update(time_entries)
            .where(time_entries.c.id.in_(billed), time_entries.c.status != "locked")
            .values(
                status="locked",
                version=time_entries.c.version + 1,
                updated_at=self._work.now(),
            )
        )

    def _insert(self, allocations: Iterable[Allocation], *, invoice_id: UUID | None) -> None:
        rows: list[dict[str, Any]] = [
            {
                "id": each.id,
                "organisation_id": self._work.caller.organisation_id,
                "source_type": each.source_type,
                "source_id": each.source_id,
                "kind": each.kind,
                "quantity": each.quantity,
                "amount_minor": each.amount_minor,
                "invoice_id": invoice_id,
                "invoice_line_id": each.invoice_line_id,
                "reverses_id": each.reverses_id,
            }
            for each in allocations
        ]
        self._work.session.execute(insert(invoice_allocations), rows)

    def _count(self, allocations: Iterable[Allocation], *, sign: int) -> None:
        """Add to what is taken of each source; a time entry's version rises with it."""
        by_type: dict[SourceType, list[dict[str, Any]]] = {}
        for each in allocations:
            direction = -sign if each.kind == AllocationKind.CREDIT else sign
            delta = {"source": each.source_id, "delta": direction * each.quantity}
            by_type.setdefault(each.source_type, []).append(delta)
        for source_type, deltas in sorted(by_type.items()):
            if source_type == SourceType.FREE:
                continue
            table, column = _TAKEN[source_type]
            values: dict[str, Any] = {column: table.c[column] + bindparam("delta")}
            if source_type == SourceType.TIME:
                values |= {"version": table.c.version + 1, "updated_at": self._work.now()}
            statement = update(table).where(table.c.id == bindparam("source")).values(values)
            ordered = sorted(deltas, key=lambda each: str(each["source"]))
            self._work.session.connection().execute(statement, ordered)

    def _read(self, condition: ColumnElement[bool]) -> list[Allocation]:
        columns = [column for column in invoice_allocations.c if column.name != "organisation_id"]
        rows = self._work.session.execute(
            select(*columns).where(condition).order_by(invoice_allocations.c.id)
        )
        return [
            Allocation(
                **{
                    **row._mapping,
                    "kind": AllocationKind(row.kind),
                    "source_type": SourceType(row.source_type),
                }
            )
            for row in rows
        ]
