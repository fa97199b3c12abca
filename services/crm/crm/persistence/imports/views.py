"""Reading imports and their rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import visible
from shared.contracts.crm.imports.views import (
    ColumnView,
    CountView,
    FieldChangeView,
    ImportRowView,
    ImportView,
    MessageView,
    ProgressView,
    RowIssueView,
    SheetView,
)
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import and_, select

from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.rows import Row, is_written
from crm.domain.imports.settling import AFTER_ALL
from crm.domain.imports.wording import changes_nothing, messages
from crm.persistence.import_tables import import_rows, imports
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_PLAIN = [
    name
    for name in ImportView.__struct_fields__
    if name in imports.c and name not in ("sheets", "columns", "counts")
]
_SORTED = ("kind", "status", "owner_id", "created_at", "updated_at")
_IMPORTS = Listing(
    imports,
    filters={name: imports.c[name] for name in (*_SORTED, "id")},
    sorts={name: imports.c[name] for name in _SORTED},
    special={"archived": lambda value: archived(imports, value)},
)
_ROWS = Listing(
    import_rows,
    filters={
        name: import_rows.c[name] for name in ("action", "state", "row_no", "has_issues", "part")
    },
    sorts={"row_no": import_rows.c.row_no},
    default_sort="row_no",
)
_OUTCOMES = {
    ("create", "applied"): "created",
    ("update", "applied"): "updated",
    ("create", "undone"): "undone",
    ("update", "undone"): "undone",
    ("create", "kept"): "kept",
    ("update", "kept"): "kept",
}


def view_of(batch: Any) -> ImportView:
    """A view from a row or a record."""
    return ImportView(
        **{name: getattr(batch, name) for name in _PLAIN},
        sheets=[SheetView(**each) for each in batch.sheets],
        columns=[ColumnView(**each) for each in batch.columns],
        counts=CountView(**batch.counts),
        progress=ProgressView(done=batch.done_rows, total=batch.total_rows),
        messages=[MessageView(**each) for each in messages(batch)],
        changes_nothing=changes_nothing(batch),
    )


def one(work: "CrmWork", import_id: UUID) -> ImportView:
    """One import the caller may see; ``crm.import_unknown``."""
    row = work.session.execute(
        select(imports).where(
            imports.c.id == import_id, visible(work.caller, "import.view", imports)
        )
    ).first()
    if row is None:
        raise NotFound("There is no such import.", code="crm.import_unknown", id=import_id)
    return view_of(row)


def page(work: "CrmWork", query: ListQuery) -> Page[ImportView]:
    """A page of the imports the caller may see; one statement."""
    where = and_(visible(work.caller, "import.view", imports), live(query, imports))
    return _IMPORTS.page(work, query, where=where, to_view=view_of)


def rows(work: "CrmWork", batch: ImportBatch, query: ListQuery) -> Page[ImportRowView]:
    """A page of an import's rows; one statement."""
    headers = {each["field"]: each["header"] for each in batch.columns if each["field"]}
    headers |= {
        name.removeprefix("contact."): header
        for name, header in headers.items()
        if name.startswith("contact.") and name.removeprefix("contact.") not in headers
    }
    return _ROWS.page(
        work,
        query,
        where=and_(
            import_rows.c.import_id == batch.id,
            import_rows.c.organisation_id == work.caller.organisation_id,
        ),
        to_view=lambda row: _row_view(row, headers),
    )


def _row_view(row: Any, headers: dict[str, str]) -> ImportRowView:
    issues = [RowIssueView(**{**each, "column": headers.get(each["field"])}) for each in row.issues]
    return ImportRowView(
        id=row.id,
        row_no=row.row_no,
        part=row.part,
        action=row.action,
        state=row.state,
        label=row.label,
        record_id=row.record_id,
        changes=[FieldChangeView(**each) for each in row.changes],
        issues=issues,
    )


def stored(row: Row) -> dict[str, Any]:
    """A checked row as column values."""
    return {
        "id": new_id(),
        "row_no": row.row_no,
        "action": row.action,
        "state": "pending" if is_written(row.action) else "skipped",
        "label": row.label[:200] if row.label else None,
        "record_id": row.record_id,
        "depth": 0 if row.part != "contacts" or not row.place else AFTER_ALL,
        "part": row.part,
        "version_before": row.version_before,
        "match_keys": row.keys,
        "plan": {
            "values": row.values,
            "addresses": row.addresses,
            "place": row.place,
            "more": row.more,
        },
        "changes": row.changes,
        "issues": row.issues,
        "has_issues": bool(row.issues),
    }


def counted(groups: Iterable[Any]) -> dict[str, int]:
    """Numbers of rows by action and outcome, from groups of (action, state)."""
    counts: dict[str, int] = {}
    for group in groups:
        names = [group.action]
        if group.state == "failed":
            names.append("failed")
        elif (group.action, group.state) in _OUTCOMES:
            names.append(_OUTCOMES[group.action, group.state])
        for name in names:
            counts[name] = counts.get(name, 0) + group.number
        counts["warnings"] = counts.get("warnings", 0) + group.warnings
    return counts
