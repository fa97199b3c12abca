"""Use cases of changes of many records: choose and try, make, take back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.bulk.views import BulkFields
from shared.contracts.declare import dump, load
from shared.kernel.errors import FieldError, Invalid, NotFound

from crm.application.bulk.rights import rights_of
from crm.application.bulk.steps import KINDS, Outcome, apply_row, try_row, undo_row
from crm.application.ports import CrmWork
from crm.domain.bulk.edits import (
    AFTER,
    CHUNK_ROWS,
    MOST_RECORDS,
    TRIED_AT_ONCE,
    WORKED_ON,
    BulkEdit,
)
from crm.domain.bulk.patches import LISTS, Patch, read_patch

BULK_TIMER = "bulk_edit"
_CHOICES = ("list_id", "filters", "ids")
_STEPS: dict[str, Callable[..., Outcome]] = {
    "previewing": try_row,
    "committing": apply_row,
    "undoing": undo_row,
}


def create_bulk_edit(work: CrmWork, *, entity: str, fields: BulkFields) -> BulkEdit:
    """
    Choose records and try the change on each of them.

    Raises:
        Invalid: see ``BulkCalls.create_bulk_edit``.
    """
    _require(work, entity)
    given = fields.given()
    chosen = {name: dump(given[name]) for name in _CHOICES if name in given}
    if len(chosen) != 1:
        raise Invalid("one of list_id, filters and ids", code="crm.bulk_selection_invalid")
    patch = read_patch(given, KINDS[entity].fields.__struct_fields__)
    _refuse_wrong_values(entity, patch)
    edit = BulkEdit(
        entity=entity,
        selection=chosen,
        patch=patch.to_json(),
        owner_id=work.caller.actor_id,
        unit_id=work.caller.unit_id,
    )
    work.save(edit)
    edit.total_rows = work.bulk_edits.choose(edit)
    if edit.total_rows > MOST_RECORDS:
        raise Invalid(f"at most {MOST_RECORDS} records", code="crm.bulk_too_many")
    work.save(edit)
    if edit.total_rows > TRIED_AT_ONCE:
        _come_back(work, edit)
    else:
        while _step(work, edit):
            pass
    return edit


def commit_bulk_edit(work: CrmWork, *, bulk_edit_id: UUID) -> BulkEdit:
    """
    Let the worker make the change.

    Raises:
        BulkEditNotPreviewed: see the class.
    """
    edit = _open(work, bulk_edit_id)
    edit.begin_commit()
    return _start(work, edit)


def undo_bulk_edit(work: CrmWork, *, bulk_edit_id: UUID) -> BulkEdit:
    """
    Let the worker take the change back.

    Raises:
        BulkEditNotCommitted: see the class.
    """
    edit = _open(work, bulk_edit_id)
    edit.begin_undo()
    return _start(work, edit)


def continue_bulk_edit(work: CrmWork, *, bulk_edit_id: UUID) -> None:
    """Work on the next records, and come back for more; run by the worker."""
    edit = work.bulk_edits.get(bulk_edit_id, lock=True)
    if edit.status in WORKED_ON and _step(work, edit):
        _come_back(work, edit)


def _open(work: CrmWork, bulk_edit_id: UUID) -> BulkEdit:
    edit = work.bulk_edits.get(bulk_edit_id, lock=True)
    if not edit.is_of(work.caller):
        raise NotFound("There is no such change.", code="crm.bulk_edit_unknown", id=bulk_edit_id)
    _require(work, edit.entity)
    return edit


def _require(work: CrmWork, entity: str) -> None:
    require(work.caller, "customer.bulk")
    require(work.caller, f"{entity}.update")


def _start(work: CrmWork, edit: BulkEdit) -> BulkEdit:
    work.save(edit)
    _come_back(work, edit)
    return edit


def _come_back(work: CrmWork, edit: BulkEdit) -> None:
    work.schedule(BULK_TIMER, str(edit.id), work.now(), rights_of(work.caller))


def _step(work: CrmWork, edit: BulkEdit) -> bool:
    """Work on one chunk; whether there is more to do."""
    rows = work.bulk_edits.next_rows(edit, CHUNK_ROWS)
    if not rows:
        edit.status, edit.counts = AFTER[edit.status], work.bulk_edits.counts(edit.id)
        work.save(edit)
        return False
    kind, patch, step = KINDS[edit.entity], Patch(**edit.patch), _STEPS[edit.status]
    asking = work.caller
    work.act_as(replace(asking, source="bulk"))
    outcomes: list[dict[str, Any]] = [step(work, kind, patch, row) for row in rows]
    work.act_as(asking)
    work.bulk_edits.mark(outcomes)
    work.bulk_edits.advance(edit, len(rows))
    return True


def _refuse_wrong_values(entity: str, patch: Patch) -> None:
    """Refuse at once what has the wrong shape for every record."""
    shape = {**patch.set, **{name: patch.add.get(name, []) for name in LISTS if name in patch.add}}
    try:
        load(KINDS[entity].fields, shape)
    except Invalid as error:
        errors = [
            FieldError(f"/set{each.pointer}", each.code, each.message) for each in error.errors
        ]
        raise Invalid(error.message, code="crm.bulk_patch_invalid", errors=errors) from None
