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
from crm.application.imports.decisions import decide_contact, decide_customer
from crm.application.imports.known import Known
from crm.application.imports.placed_rows import (
    decide_activity,
    decide_address,
    decide_contact_beside,
)
from crm.application.ports import CrmWork
from crm.application.privacy.returning import refuse_forgotten
from crm.domain.custom_fields.cells import read_own, require_own
from crm.domain.imports.activity_rows import read_activity_row
from crm.domain.imports.address_rows import read_address_row
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.cells import row_of
from crm.domain.imports.contact_rows import read_contact_row
from crm.domain.imports.customer_rows import read_customer_row
from crm.domain.imports.rows import Row
from crm.domain.imports.words import Vocabulary

CHECK_TIMER = "import_check"
CHECKED_AT_ONCE = 1000  # rows; larger files are for the worker
_GRANTS = ("customer.", "contact.", "activity.")


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
        work.schedule(CHECK_TIMER, str(batch.id), work.now(), rights_of(work.caller))
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
        field_classes=frozenset(rights["field_classes"]),
        currency=rights["currency"],
        locale=rights["locale"],
        time_zone=rights["time_zone"],
        source="import",
    )


def check_next(work: CrmWork, batch: ImportBatch) -> bool:
    """Try one chunk of rows; whether there is more to do."""
    if batch.done_rows >= batch.row_count:
        batch.counts = work.imports.settle_rows(batch)
        batch.status = "checked"
        work.save(batch)
        return False
    numbered = json.loads(zlib.decompress(work.imports.chunk(batch.id, batch.done_rows)))
    vocabulary = _vocabulary(work, batch)
    rows = decided(work, batch, numbered, vocabulary)
    refuse_forgotten(work, rows)
    work.imports.add_rows(batch.id, rows)
    work.imports.advance(batch, len(numbered))
    return True


def decided(
    work: CrmWork, batch: ImportBatch, numbered: list[list[Any]], vocabulary: Vocabulary
) -> list[Row]:
    """What rows of the file become; one row of the file may become several."""
    columns, formats = batch.fields, batch.formats
    first = {name: each for name, each in columns.items() if not name.startswith(_BESIDE)}
    rows = [row_of(each, batch.kind, first, formats) for each in numbered]
    read, decide = _BY_KIND[batch.kind]
    defaults = {"time_zone": work.caller.time_zone, **batch.defaults}
    own = own_fields(work, batch.kind)
    for row in rows:
        read(row, vocabulary, defaults)
        read_own(row, own, vocabulary.people, work.caller.currency)
    known = Known.about(work, batch.kind, rows)
    for row in rows:
        decide(work, batch, row, known)
        require_own(row, own)
    beside = {
        name.removeprefix(_BESIDE): each
        for name, each in columns.items()
        if name.startswith(_BESIDE)
    }
    return rows + _contacts_beside(work, batch, numbered, beside, rows) if beside else rows


def _contacts_beside(
    work: CrmWork,
    batch: ImportBatch,
    numbered: list[list[Any]],
    columns: dict[str, int],
    customers: list[Row],
) -> list[Row]:
    """Contacts in the rows of their customers."""
    pairs = []
    for cells, customer in zip(numbered, customers, strict=True):
        contact = row_of(cells, "contacts", columns, {})
        if contact.cells or contact.issues:
            pairs.append((contact, customer))
    vocabulary = _vocabulary(work, batch)
    own = own_fields(work, "contacts")
    for contact, _ in pairs:
        read_contact_row(contact, vocabulary, {})
    known = Known.about(work, "contacts", [contact for contact, _ in pairs])
    for contact, customer in pairs:
        decide_contact_beside(work, batch, contact, known, customer)
        require_own(contact, own)
    return [contact for contact, _ in pairs]


_BY_KIND = {
    "customers": (read_customer_row, decide_customer),
    "contacts": (read_contact_row, decide_contact),
    "addresses": (read_address_row, decide_address),
    "activities": (read_activity_row, decide_activity),
}
_BESIDE = "contact."


def _vocabulary(work: CrmWork, batch: ImportBatch) -> Vocabulary:
    ensure_lists(work)
    words: dict[str, dict[str, Any]] = {}
    for list_name, attribute in _LISTS.items():
        words[list_name] = {
            name.casefold(): getattr(row, attribute)
            for row in work.lists.values(list_name)
            # Groups and classes of industries are meant by their code, never by a like name.
            if list_name != "industries" or "." not in row.code
            for name in (row.name_nb, row.name_en, row.code)
        }
    return Vocabulary(
        **words, people=work.imports.people(), accept_suggestions=batch.accept_suggestions
    )


_LISTS = {
    "industries": "code",
    "segments": "id",
    "customer_types": "id",
    "contact_roles": "code",
    "activity_types": "code",
}


def rights_of(caller: Caller) -> dict[str, Any]:
    return {
        "actor_id": str(caller.actor_id),
        "unit_id": str(caller.unit_id) if caller.unit_id else None,
        "unit_ids": [str(each) for each in sorted(caller.unit_ids)],
        "grants": {key: scope for key, scope in caller.grants.items() if key.startswith(_GRANTS)},
        "field_classes": sorted(caller.field_classes),
        "currency": caller.currency,
        "locale": caller.locale,
        "time_zone": caller.time_zone,
    }
