"""Tries every row of an import without writing: what each would become, and what is wrong."""

import json
import zlib
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.kernel.context import Caller

from crm.application.changing import allow
from crm.application.classification import ensure_lists
from crm.application.custom_fields.importing import own_fields
from crm.application.imports.decisions import Known, decide_contact, decide_customer
from crm.application.ports import CrmWork
from crm.domain.custom_fields.cells import read_own, require_own
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.contact_rows import read_contact_row
from crm.domain.imports.customer_rows import read_customer_row
from crm.domain.imports.rows import Row
from crm.domain.imports.words import Vocabulary

CHECK_TIMER = "import_check"
CHECKED_AT_ONCE = 1000  # rows; larger files are for the worker
_GRANTS = ("customer.", "contact.")


def check_import(work: CrmWork, *, import_id: UUID) -> ImportBatch:
    """
    Try every row; a small file at once, a larger one in the worker.

    Raises:
        ImportRunning, ImportCommitted, ImportColumnsMissing: see the classes.
    """
    require(work.caller, "import.run")
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, "import")
    batch.begin_check()
    work.imports.forget_rows(batch.id)
    work.save(batch)
    if batch.row_count <= CHECKED_AT_ONCE:
        while check_next(work, batch):
            pass
    else:
        work.schedule(CHECK_TIMER, str(batch.id), work.now(), _rights_of(work.caller))
    return batch


def continue_check(work: CrmWork, *, import_id: UUID, rights: dict[str, Any]) -> None:
    """Try the next rows, and come back for more; run by the worker."""
    batch = work.imports.get(import_id, lock=True)
    if batch.status == "checking" and check_next(work, batch):
        work.schedule(CHECK_TIMER, str(batch.id), work.now(), rights)


def caller_with(rights: dict[str, Any], organisation_id: UUID) -> Caller:
    """Whoever asked for the check, with the rights he had then."""
    return Caller(
        organisation_id=organisation_id,
        actor_id=UUID(rights["actor_id"]),
        unit_id=UUID(rights["unit_id"]) if rights["unit_id"] else None,
        unit_ids=frozenset(map(UUID, rights["unit_ids"])),
        grants=rights["grants"],
        field_classes=frozenset(rights.get("field_classes", ())),
        currency=rights.get("currency", "NOK"),
        locale=rights["locale"],
        source="import",
    )


def check_next(work: CrmWork, batch: ImportBatch) -> bool:
    """Try one chunk of rows; whether there is more to do."""
    if batch.done_rows >= batch.row_count:
        batch.counts = work.imports.settle_rows(batch)
        batch.status = "checked"
        work.save(batch)
        return False
    deflated = work.imports.chunk(batch.id, batch.done_rows)
    rows = _rows(batch, json.loads(zlib.decompress(deflated)))
    vocabulary = _vocabulary(work, batch)
    read, decide = _BY_KIND[batch.kind]
    own = own_fields(work, batch.kind)
    for row in rows:
        read(row, vocabulary, batch.defaults)
        read_own(row, own, vocabulary.people, work.caller.currency)
    known = Known.about(work, batch, rows)
    for row in rows:
        decide(work, batch, row, known)
        require_own(row, own)
    work.imports.add_rows(batch.id, rows)
    work.imports.advance(batch, len(rows))
    return True


_BY_KIND = {
    "customers": (read_customer_row, decide_customer),
    "contacts": (read_contact_row, decide_contact),
}


def _rows(batch: ImportBatch, cells: list[list[Any]]) -> list[Row]:
    columns = batch.fields.items()
    return [
        Row(
            row_no=row_no,
            cells={
                field: texts[index]
                for field, index in columns
                if index < len(texts) and texts[index] is not None
            },
        )
        for row_no, *texts in cells
    ]


def _vocabulary(work: CrmWork, batch: ImportBatch) -> Vocabulary:
    ensure_lists(work)
    words: dict[str, dict[str, Any]] = {}
    for list_name, attribute in _LISTS.items():
        words[list_name] = {
            name.casefold(): getattr(row, attribute)
            for row in work.lists.values(list_name)
            for name in (row.name_nb, row.name_en, row.code)
        }
    return Vocabulary(
        **words, people=work.imports.people(), accept_suggestions=batch.accept_suggestions
    )


_LISTS = {"industries": "code", "segments": "id", "customer_types": "id", "contact_roles": "code"}


def _rights_of(caller: Caller) -> dict[str, Any]:
    return {
        "actor_id": str(caller.actor_id),
        "unit_id": str(caller.unit_id) if caller.unit_id else None,
        "unit_ids": [str(each) for each in sorted(caller.unit_ids)],
        "grants": {key: scope for key, scope in caller.grants.items() if key.startswith(_GRANTS)},
        "field_classes": sorted(caller.field_classes),
        "currency": caller.currency,
        "locale": caller.locale,
    }
