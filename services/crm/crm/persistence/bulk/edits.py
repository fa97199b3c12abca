"""Changes of many records: the change, its records, pages of both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.bulk.views import (
    BulkCountView,
    BulkEditView,
    BulkRowView,
)
from shared.contracts.crm.imports.views import FieldChangeView, ProgressView
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, bindparam, func, insert, literal, select, text, update

from crm.domain.bulk.edits import WORKED_ON, BulkEdit
from crm.domain.values.sharing import runs_organisation
from crm.persistence.bulk.tables import bulk_edits, bulk_rows
from crm.persistence.customer_lists.selecting import (
    ENTITIES,
    Entity,
    listed,
    named,
    ruled,
    seen,
)

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SORTED = ("entity", "status", "owner_id", "created_at")
_EDITS = Listing(
    bulk_edits,
    filters={name: bulk_edits.c[name] for name in _SORTED},
    sorts={name: bulk_edits.c[name] for name in _SORTED},
)
_ROWS = Listing(
    bulk_rows,
    filters={name: bulk_rows.c[name] for name in ("state", "record_id", "row_no")},
    sorts={"row_no": bulk_rows.c.row_no},
    default_sort="row_no",
)
_PLAIN = [name for name in BulkEditView.__struct_fields__ if name in bulk_edits.c]
_ROW = [name for name in BulkRowView.__struct_fields__ if name != "changes"]
_MARKED = ("state", "changes", "inverse", "after_version", "code", "message")


def view_of(edit: Any, counts: dict[str, int] | None = None) -> BulkEditView:
    """A view from a row or a record, with other *counts* than it was last saved with."""
    counts = edit.counts if counts is None else counts
    plain = {name: getattr(edit, name) for name in _PLAIN if name != "counts"}
    progress = ProgressView(done=edit.done_rows, total=edit.total_rows)
    return BulkEditView(**plain, counts=BulkCountView(**counts), progress=progress)


class StoredBulkEdits:
    """The changes of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, bulk_edit_id: UUID, *, lock: bool = False) -> BulkEdit:
        """Load one; ``crm.bulk_edit_unknown``."""
        return get_record(
            self._work, BulkEdit, bulk_edit_id, unknown="crm.bulk_edit_unknown", lock=lock
        )

    def show(self, bulk_edit_id: UUID) -> BulkEditView:
        """One the caller may open, counted as it stands; ``crm.bulk_edit_unknown``."""
        edit = self.get(bulk_edit_id)
        if not edit.is_of(self._work.caller):
            raise NotFound(
                "There is no such change.", code="crm.bulk_edit_unknown", id=bulk_edit_id
            )
        counts = self.counts(edit.id) if edit.status in WORKED_ON else edit.counts
        return view_of(edit, counts)

    def page(self, query: ListQuery) -> Page[BulkEditView]:
        """A page of those the caller may open; one statement."""
        return _EDITS.page(self._work, query, where=self._openable(), to_view=view_of)

    def rows_page(self, bulk_edit_id: UUID, query: ListQuery) -> Page[BulkRowView]:
        """A page of one's records; what the caller no longer sees keeps its id only."""
        edit = self.get(bulk_edit_id)
        page = _ROWS.page(
            self._work,
            query,
            where=bulk_rows.c.bulk_edit_id == edit.id,
            to_view=lambda row: row,
        )
        entity = ENTITIES[edit.entity]
        ids = [row.record_id for row in page.items]
        visible = self._work.session.execute(
            select(entity.table.c.id).where(named(entity, ids), seen(self._work, entity))
        )
        known = set(visible.scalars())
        items = [_row_view(row, known) for row in page.items]
        return Page(items=items, next_cursor=page.next_cursor, total=page.total)

    def choose(self, edit: BulkEdit) -> int:
        """Write down which records are meant, with their present versions; one statement."""
        entity = ENTITIES[edit.entity]
        table = entity.table
        chosen = select(
            func.gen_random_uuid(),
            literal(self._work.caller.organisation_id),
            literal(edit.id),
            func.row_number().over(order_by=table.c.id),
            table.c.id,
            entity.member["name"],
            table.c.version,
            literal("pending"),
            text("'[]'::jsonb"),
        ).where(seen(self._work, entity), self._meant(entity, edit))
        columns = ["id", "organisation_id", "bulk_edit_id", "row_no", "record_id", "label"]
        into = insert(bulk_rows).from_select(
            [*columns, "record_version", "state", "changes"], chosen
        )
        self._work.session.execute(into)
        return sum(self.counts(edit.id).values())

    def next_rows(self, edit: BulkEdit, limit: int) -> list[Any]:
        """Rows the present step is to work on, newest first when undoing."""
        order = bulk_rows.c.row_no.desc() if edit.status == "undoing" else bulk_rows.c.row_no
        rows = self._work.session.execute(
            select(bulk_rows)
            .where(bulk_rows.c.bulk_edit_id == edit.id)
            .where(bulk_rows.c.state == WORKED_ON[edit.status])
            .where(bulk_rows.c.code.is_(None))
            .order_by(order)
            .limit(limit)
        )
        return list(rows)

    def mark(self, outcomes: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows."""
        self._work.session.connection().execute(
            update(bulk_rows)
            .where(bulk_rows.c.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in _MARKED}),
            list(outcomes),
        )

    def counts(self, bulk_edit_id: UUID) -> dict[str, int]:
        """Rows by state."""
        rows = self._work.session.execute(
            select(bulk_rows.c.state, func.count())
            .where(bulk_rows.c.bulk_edit_id == bulk_edit_id)
            .group_by(bulk_rows.c.state)
        )
        return dict(rows.tuples().all())

    def advance(self, edit: BulkEdit, rows: int) -> None:
        """Show progress; a step forward is not a change to audit."""
        self._work.session.execute(
            update(bulk_edits)
            .where(bulk_edits.c.id == edit.id)
            .values(done_rows=bulk_edits.c.done_rows + rows, version=bulk_edits.c.version + 1)
        )
        self._work.session.refresh(edit)

    def _meant(self, entity: Entity, edit: BulkEdit) -> ColumnElement[bool]:
        if "ids" in edit.selection:
            return named(entity, [UUID(each) for each in edit.selection["ids"]])
        if "filters" in edit.selection:
            return ruled(self._work, entity, edit.selection["filters"], pointer="/filters")
        found = self._work.customer_lists.get(UUID(edit.selection["list_id"]))
        if found.entity != entity.name:
            raise Invalid("The list holds others.", code="crm.bulk_selection_invalid")
        return listed(self._work, found)

    def _openable(self) -> ColumnElement[bool]:
        same = same_organisation(self._work.caller, bulk_edits)
        if runs_organisation(self._work.caller):
            return same
        return same & (bulk_edits.c.owner_id == self._work.caller.actor_id)


def _row_view(row: Any, known: set[UUID]) -> BulkRowView:
    plain = {name: getattr(row, name) for name in _ROW}
    if row.record_id not in known:
        return BulkRowView(**{**plain, "label": ""}, changes=[])
    return BulkRowView(**plain, changes=[FieldChangeView(**each) for each in row.changes])
