"""
Writes checked rows: new records in bulk, changes of records in waves that touch each once.

What a record was before is kept with the row, so that the import can be undone.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from shared.kernel.errors import Conflict

from crm.application.imports.activity_writing import change_activities, create_activities
from crm.application.imports.contact_writing import change_contacts, create_contacts
from crm.application.imports.customer_writing import change_addresses, change_customers
from crm.application.ports import CrmWork
from crm.domain.imports.batches import ImportBatch

ImportRow = Any  # a row of import_rows
Written = dict[str, Any]  # id, state, version_after, before, touched


def write_rows(
    work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow], *, first_no: int
) -> list[Written]:
    """
    Write rows and answer what became of each.

    Args:
        first_no: How many rows of the import were written before.

    Raises:
        Conflict: ``crm.import_record_changed``, a record is not what it was at the check, or
            a constraint of the database said no.
    """
    versions: dict[UUID, int] = {}
    written: list[Written] = []
    for phase, step in enumerate(_order(rows[0].part)):
        done = step(work, batch, rows, versions)
        written += [{**each, "written_no": 2 * first_no + phase} for each in done]
    return written


def _order(part: str) -> tuple[Callable[..., list[Written]], ...]:
    """New customers come before those below them, new contacts after those who step back."""
    return (_change_all, _create_all) if part == "contacts" else (_create_all, _change_all)


def _create_all(
    work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow], versions: dict[UUID, int]
) -> list[Written]:
    written: list[Written] = []
    for part, create in _CREATORS.items():
        new = [row for row in rows if row.part == part and row.action == "create"]
        if new:
            _refuse_appeared(work, batch, new)
            touched = create(work, new)
            _note_touched(versions, touched)
            written += [_outcome(row, 1, touched=touched.get(row.id)) for row in new]
    return written


def _change_all(
    work: CrmWork, _batch: ImportBatch, rows: Sequence[ImportRow], versions: dict[UUID, int]
) -> list[Written]:
    return [each for part, wave in _waves(rows) for each in _change(work, part, wave, versions)]


def _note_touched(versions: dict[UUID, int], touched: dict[UUID, Any]) -> None:
    for several in touched.values():
        versions |= {UUID(each["id"]): each["version_after"] for each in several}


def _change(
    work: CrmWork, part: str, rows: Sequence[ImportRow], versions: dict[UUID, int]
) -> list[Written]:
    """One wave: each record is touched by one row."""
    snapshots = work.imports.snapshots(part, [row.record_id for row in rows])
    ids = [row.record_id for row in rows if row.record_id not in versions]
    versions |= work.imports.versions_left(rows[0].import_id, ids) if ids else {}
    for row in rows:
        expected = versions.get(row.record_id, row.version_before)
        snapshot = snapshots.get(row.record_id)
        if snapshot is None or snapshot["version"] != expected:
            raise Conflict(
                "The record was changed since the check.", code="crm.import_record_changed"
            )
    after, touched = _CHANGERS[part](work, rows)
    versions |= after
    _note_touched(versions, touched)
    return [
        _outcome(
            row,
            after[row.record_id],
            before=snapshots[row.record_id],
            touched=touched.get(row.id),
        )
        for row in rows
    ]


def _refuse_appeared(work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """
    Somebody may have made the record between check and commit.

    Numbers and external ids need no question: the database lets only one record have them.
    """
    part, keys = rows[0].part, defaultdict[str, set[str]](set)
    asked = _NOT_UNIQUE.intersection(batch.match_keys if part == batch.kind else ("email",))
    for row in rows:
        for key in asked:
            if key in row.match_keys:
                keys[key].add(row.match_keys[key])
    if keys and work.imports.matches(part, keys):
        raise Conflict("Such a record was made since the check.", code="crm.import_record_appeared")


def _waves(rows: Sequence[ImportRow]) -> list[tuple[str, list[ImportRow]]]:
    """Changes in their order, cut where a record comes up again."""
    waves: list[tuple[str, list[ImportRow]]] = []
    seen: set[UUID] = set()
    for row in rows:
        if row.action != "update" and row.part != "addresses":
            continue
        if not waves or waves[-1][0] != row.part or row.record_id in seen:
            waves.append((row.part, []))
            seen = set()
        waves[-1][1].append(row)
        seen.add(row.record_id)
    return waves


def _outcome(row: ImportRow, version: int, *, before: Any = None, touched: Any = None) -> Written:
    return {
        "id": row.id,
        "state": "applied",
        "version_after": version,
        "before": before,
        "touched": touched,
    }


def _create_customers(work: CrmWork, rows: Sequence[ImportRow]) -> dict[UUID, Any]:
    work.imports.create_customers([(row.record_id, row.plan) for row in rows])
    return {}


_NOT_UNIQUE = frozenset({"email", "name", "same"})  # keys two records may share
_CREATORS = {
    "customers": _create_customers,
    "contacts": create_contacts,
    "activities": create_activities,
}
_CHANGERS = {
    "customers": change_customers,
    "contacts": change_contacts,
    "activities": change_activities,
    "addresses": change_addresses,
}
