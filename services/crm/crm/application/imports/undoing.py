"""
Takes an import back, newest row first: what it made is removed, what it changed is as before.

Only where nobody changed the record since; other rows stay and say so.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide as may
from shared.capabilities.policy import require
from shared.contracts.crm.events import ActivityUpdatedV1, CustomerArchivedV1, CustomerUpdatedV1
from shared.contracts.crm.imports.events import ImportUndoneV1
from shared.kernel.errors import PlatformError

from crm.application.changing import allow
from crm.application.customer_facts import fact_about, tell
from crm.application.imports.checks import rights_of
from crm.application.imports.known import whose
from crm.application.merging.duplicates import look_later
from crm.application.occurrences.storing import tell_activity
from crm.application.ports import CrmWork
from crm.domain.activities import Activity
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.sheets import CHUNK_ROWS

UNDO_TIMER = "import_undo"

ImportRow = Any  # a row of import_rows
Records = dict[UUID, Any]

_NOUNS = {"contacts": "contact", "activities": "activity"}
_SAID = {
    "crm.import_record_gone": "the record is gone",
    "crm.import_record_changed": "changed since the import: it stays as it is",
    "crm.import_record_used": "something else refers to it since: it stays",
    "platform.action_forbidden": "you may not change this record",
}


def undo_import(work: CrmWork, *, import_id: UUID) -> ImportBatch:
    """
    Let the worker take an import back; one that is being written stops there.

    Raises:
        ImportRunning, ImportNotWritten: see the classes.
    """
    require(work.caller, "import.run")
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, "import")
    batch.begin_undo(work.imports.count_applied(batch.id))
    work.save(batch)
    work.schedule(UNDO_TIMER, str(batch.id), work.now(), rights_of(work.caller))
    return batch


def continue_undo(work: CrmWork, *, import_id: UUID, rights: dict[str, Any]) -> None:
    """Take the next rows back, and come back for more; run by the worker."""
    batch = work.imports.get(import_id, lock=True)
    if batch.status != "undoing":
        return
    rows = work.imports.applied(batch.id, CHUNK_ROWS)
    if not rows:
        _finish(work, batch)
        return
    for wave in _waves(rows):
        _take_back(work, wave)
    work.imports.advance(batch, len(rows))
    work.schedule(UNDO_TIMER, str(batch.id), work.now(), rights)


def _finish(work: CrmWork, batch: ImportBatch) -> None:
    batch.status, batch.counts = "undone", work.imports.counts(batch.id)
    work.save(batch)
    work.publish(
        ImportUndoneV1(
            import_id=batch.id,
            version=batch.version,
            kind=batch.kind,
            filename=batch.filename,
            owner_id=batch.owner_id,
            undone=batch.counts.get("undone", 0),
            kept=batch.counts.get("kept", 0),
        )
    )


def _waves(rows: Sequence[ImportRow]) -> list[list[ImportRow]]:
    """Rows in their order, cut where the kind or the sort of change differs or a record recurs."""
    waves: list[list[ImportRow]] = []
    seen: set[UUID] = set()
    for row in rows:
        alike = waves and _sort(waves[-1][0]) == _sort(row)
        if not alike or row.record_id in seen or row.touched:
            waves.append([])
            seen = set()
        waves[-1].append(row)
        seen.add(row.record_id)
    return waves


def _sort(row: ImportRow) -> tuple[str, bool, bool]:
    return row.part, row.before is None, bool(row.touched)


def _take_back(work: CrmWork, rows: Sequence[ImportRow]) -> None:
    """All at once; if one of them is referred to, one by one."""
    part = rows[0].part
    records = work.imports.records(part, [row.record_id for row in rows])
    outcomes, open_rows = [], []
    for row in rows:
        code = _obstacle(work, row, records.get(row.record_id))
        if code:
            outcomes.append(_kept(row, code))
        else:
            open_rows.append(row)
    if open_rows:
        outcomes += _revert(work, open_rows, records)
    work.imports.mark_undone(outcomes)


def _obstacle(work: CrmWork, row: ImportRow, record: Any) -> str | None:
    if record is None:
        return "crm.import_record_gone"
    # A row's records may have moved on because a later row of the import was taken back.
    if record.version != work.imports.moved_to(row.record_id, row.version_after):
        return "crm.import_record_changed"
    noun = _NOUNS.get(row.part, "customer")
    facts = whose({"owner_id": record.owner_id, "unit_id": record.unit_id})
    allowed = may(work.caller, f"{noun}.update", **facts).allowed
    return None if allowed else "platform.action_forbidden"


def _revert(work: CrmWork, rows: Sequence[ImportRow], records: Records) -> list[dict[str, Any]]:
    try:
        with work.imports.attempt():
            _revert_all(work, rows, records)
    except PlatformError:
        if len(rows) == 1:
            return [_kept(rows[0], "crm.import_record_used")]
        return [outcome for row in rows for outcome in _revert(work, [row], records)]
    return [{"id": row.id, "state": "undone", "issues": row.issues} for row in rows]


def _revert_all(work: CrmWork, rows: Sequence[ImportRow], records: Records) -> None:
    part = rows[0].part
    ids = [row.record_id for row in rows]
    if rows[0].before is None:
        for each in ids:
            _tell_gone(work, records[each])
        work.imports.remove(part, ids)
    else:
        before = {row.record_id: row.before for row in rows}
        work.imports.put_back(part, rows[0].import_id, before)
        restored = work.imports.records(part, ids)
        for row in rows:
            _tell_restored(work, restored[row.record_id], row.changes)
    for row in rows:
        for each in row.touched or ():
            _put_back_touched(work, row.import_id, each)


def _put_back_touched(work: CrmWork, import_id: UUID, kept: dict[str, Any]) -> None:
    """A former primary contact is primary again, unless somebody changed it since."""
    contact_id = UUID(kept["id"])
    found = work.imports.records("contacts", [contact_id]).get(contact_id)
    if found is not None and found.version == work.imports.moved_to(
        contact_id, kept["version_after"]
    ):
        work.imports.put_back("contacts", import_id, {contact_id: kept["before"]})


def _tell_gone(work: CrmWork, record: Any) -> None:
    """For others a record that is gone is archived.  Contacts tell nothing."""
    gone = {"version": record.version + 1, "archived": True}
    if isinstance(record, Customer):
        work.publish(fact_about(CustomerArchivedV1, record, ["archived_at"], **gone))
    elif isinstance(record, Contact):
        look_later(work, kind="contact", record_id=record.id)
    elif isinstance(record, Activity):
        tell_activity(work, record, ActivityUpdatedV1, **gone)


def _tell_restored(work: CrmWork, record: Any, changes: list[dict[str, Any]]) -> None:
    if isinstance(record, Customer):
        names = {each["field"].partition(".")[0].removesuffix("_address") for each in changes}
        tell(work, CustomerUpdatedV1, record, sorted(names))
    elif isinstance(record, Activity):
        tell_activity(work, record, ActivityUpdatedV1)
    else:
        work.memberships.settle("contact", record)


def _kept(row: ImportRow, code: str) -> dict[str, Any]:
    issue = {"level": "warning", "field": None, "code": code, "message": _SAID[code]}
    issue |= {"column": None, "suggestion": None}
    return {"id": row.id, "state": "kept", "issues": [*row.issues, issue]}
