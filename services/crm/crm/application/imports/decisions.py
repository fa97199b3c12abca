"""Decides what a row of a file is to become: a new record, a change of one, or a question."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide as may
from shared.kernel.ids import new_id

from crm.application.imports.known import Known, Record, differences, whose
from crm.application.ports import CrmWork
from crm.domain.imports.batches import MATCH_KEYS, ImportBatch
from crm.domain.imports.rows import Row

_NOUNS = {"customers": "customer", "contacts": "contact", "activities": "activity"}


def decide_customer(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """Set ``action``, ``record_id`` and ``changes`` of a row of customers."""
    parent = row.keys.get("parent")
    if parent and parent == row.keys.get("name"):
        del row.keys["parent"]
    elif parent and len(above := known.records["name"].get(parent, [])) == 1:
        row.values["parent_id"] = str(above[0]["id"])
    decide_row(work, batch, row, known)


def decide_contact(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """The same of a row of contacts, and the customer it belongs to."""
    if row.place:
        _find_place(work, row, known)
    decide_row(work, batch, row, known)
    row.keys["person"] = f"{row.keys.get('name')}|{row.place.get('customer_id')}"


def decide_row(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """Set ``action``, ``record_id``, ``version_before`` and ``changes`` of any row."""
    noun = _NOUNS[row.part]
    if row.is_wrong:
        row.action = "error"
        return
    record, is_sure = match(batch, row, known)
    if record is None:
        _decide_new(work, batch, row, noun)
        return
    if not may(work.caller, f"{noun}.view", **whose(record)).allowed:
        row.action = "error"
        row.refuse(None, f"crm.{noun}_taken", "another record has this number or address")
        return
    row.record_id, row.version_before = record["id"], record["version"]
    row.changes = _changes(record, row)
    if not row.changes:
        row.action = "unchanged"
    elif not is_sure or batch.mode == "create":
        row.action = "duplicate"
    elif not may(work.caller, f"{noun}.update", **whose(record)).allowed:
        row.action = "error"
        row.refuse(None, "platform.action_forbidden", "you may not change this record")
    else:
        row.action = "update"


def match(batch: ImportBatch, row: Row, known: Known) -> tuple[Record | None, bool]:
    """The record a row is about, by the strongest key, and whether that needs no question."""
    keys = batch.match_keys if batch.kind == row.part else ["external_id", "email"]
    for key in MATCH_KEYS[row.part]:
        value = row.keys.get(key)
        found = known.records[key].get(value, []) if value else []
        if key == "email" and row.part == "customers" and key not in keys:
            found = [each for each in found if each["match"]["name"] == row.keys.get("name")]
        if found:
            return found[0], key in keys and len(found) == 1
        if key == "email" and row.part == "contacts" and value:
            return None, False  # another address is another person, whatever his name
    return None, False


def _decide_new(work: CrmWork, batch: ImportBatch, row: Row, noun: str) -> None:
    caller = work.caller
    if batch.mode == "update":
        row.action = "error"
        row.refuse(None, "crm.import_record_unknown", "there is no record to update")
        return
    if noun == "customer" and not row.values.get("name"):
        row.action = "error"
        row.refuse("name", "crm.customer_name_missing", "a name is needed")
        return
    if noun != "contact" or not row.place:
        row.values.setdefault("owner_id", str(caller.actor_id))
        row.values.setdefault("unit_id", str(caller.unit_id) if caller.unit_id else None)
    if not may(caller, f"{noun}.create", **whose(row.values)).allowed:
        row.action = "error"
        row.refuse(None, "platform.action_forbidden", "you may not create this record")
        return
    row.action, row.record_id = "create", new_id()


def _find_place(work: CrmWork, row: Row, known: Known) -> None:
    if "customer_id" in row.place:
        return
    customer = known.customer_of(work, row)
    if customer is None:
        row.refuse("customer", "crm.customer_unknown", "there is no such customer, or several")
        return
    row.place["customer_id"] = str(customer["id"])
    for name in ("owner_id", "unit_id"):
        row.values.setdefault(name, str(customer[name]) if customer[name] else None)


def _changes(record: Record, row: Row) -> list[dict[str, Any]]:
    """Fields that differ; owner and unit of contacts follow the customer and do not count."""
    pairs = [(name, record.get(name), value) for name, value in row.values.items()]
    if row.part == "contacts" and row.place:
        pairs = [each for each in pairs if each[0] not in ("owner_id", "unit_id")]
    for kind, address in row.addresses.items():
        prefix = "address" if kind == "visiting" else f"{kind}_address"
        present = record["addresses"].get(kind, {})
        pairs += [(f"{prefix}.{name}", present.get(name), each) for name, each in address.items()]
    changes = differences(pairs)
    customer_id = row.place.get("customer_id")
    if customer_id and UUID(customer_id) not in (record.get("customer_ids") or []):
        changes.append({"field": "affiliations", "old": None, "new": customer_id})
    return changes
