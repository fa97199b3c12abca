"""Decides what a row of a file is to become: a new record, a change of one, or a question."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide as may
from shared.kernel.ids import new_id

from crm.application.ports import CrmWork
from crm.domain.imports.batches import MATCH_KEYS, ImportBatch
from crm.domain.imports.rows import Row

Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Known:
    """
    Records that the rows of one chunk may be about.

    Shape: key → value → records; ``customers`` are those that contacts belong to.
    """

    records: dict[str, dict[str, list[Record]]]
    customers: dict[str, dict[str, list[Record]]] = field(default_factory=dict)

    @classmethod
    def about(cls, work: CrmWork, batch: ImportBatch, rows: list[Row]) -> "Known":
        """Ask the database once for all rows."""
        wanted: dict[str, set[str]] = defaultdict(set)
        places: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for key, value in row.keys.items():
                wanted["name" if key == "parent" else key].add(value)
            for key, value in row.place.items():
                if key not in ("role", "primary"):
                    places[key].add(value)
        found = work.imports.matches(batch.kind, wanted)
        customers = work.imports.matches("customers", places) if places else []
        return cls(records=_indexed(found), customers=_indexed(customers))


def decide_customer(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """Set ``action``, ``record_id`` and ``changes`` of a row of customers."""
    parent = row.keys.get("parent")
    if parent and parent == row.keys.get("name"):
        del row.keys["parent"]
    elif parent and len(above := known.records["name"].get(parent, [])) == 1:
        row.values["parent_id"] = str(above[0]["id"])
    _decide(work, batch, row, known, "customer")


def decide_contact(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """The same of a row of contacts, and the customer it belongs to."""
    if row.place:
        _find_place(work, row, known)
    _decide(work, batch, row, known, "contact")


def _decide(work: CrmWork, batch: ImportBatch, row: Row, known: Known, noun: str) -> None:
    if row.is_wrong:
        row.action = "error"
        return
    record, is_sure = _match(batch, row, known)
    if record is None:
        _decide_new(work, batch, row, noun)
        return
    if not may(work.caller, f"{noun}.view", **_whose(record)).allowed:
        row.action = "error"
        row.refuse(None, f"crm.{noun}_taken", "another record has this number or address")
        return
    row.record_id = record["id"]
    row.changes = _changes(record, row)
    if not row.changes:
        row.action = "unchanged"
    elif not is_sure or batch.mode == "create":
        row.action = "duplicate"
    elif not may(work.caller, f"{noun}.update", **_whose(record)).allowed:
        row.action = "error"
        row.refuse(None, "platform.action_forbidden", "you may not change this record")
    else:
        row.action = "update"


def _decide_new(work: CrmWork, batch: ImportBatch, row: Row, noun: str) -> None:
    caller = work.caller
    if batch.mode == "update":
        row.action = "error"
        row.refuse(None, "crm.import_record_unknown", "there is no record to update")
        return
    if noun == "customer" or not row.place:
        row.values.setdefault("owner_id", str(caller.actor_id))
        row.values.setdefault("unit_id", str(caller.unit_id) if caller.unit_id else None)
    if not may(caller, f"{noun}.create", **_whose(row.values)).allowed:
        row.action = "error"
        row.refuse(None, "platform.action_forbidden", "you may not create this record")
        return
    row.action, row.record_id = "create", new_id()


def _match(batch: ImportBatch, row: Row, known: Known) -> tuple[Record | None, bool]:
    """The record a row is about, by the strongest key, and whether that needs no question."""
    for key in MATCH_KEYS[batch.kind]:
        value = row.keys.get(key)
        found = known.records[key].get(value, []) if value else []
        if key == "email" and batch.kind == "customers" and key not in batch.match_keys:
            found = [each for each in found if each["match"]["name"] == row.keys.get("name")]
        if found:
            return found[0], key in batch.match_keys and len(found) == 1
        if key == "email" and batch.kind == "contacts" and value:
            return None, False  # another address is another person, whatever his name
    return None, False


def _find_place(work: CrmWork, row: Row, known: Known) -> None:
    for key in ("customer_no", "organisation_number", "name"):
        value = row.place.pop(key, None)
        found = known.customers.get(key, {}).get(value, []) if value else []
        seen = [each for each in found if may(work.caller, "customer.view", **_whose(each)).allowed]
        if len(seen) == 1 and "customer_id" not in row.place:
            customer = seen[0]
            row.place["customer_id"] = str(customer["id"])
            for name in ("owner_id", "unit_id"):
                row.values.setdefault(name, str(customer[name]) if customer[name] else None)
    if "customer_id" not in row.place:
        row.refuse("customer", "crm.customer_unknown", "there is no such customer, or several")


def _changes(record: Record, row: Row) -> list[dict[str, Any]]:
    """Fields that differ; owner and unit of contacts follow the customer and do not count."""
    pairs = [(name, record.get(name), value) for name, value in row.values.items()]
    if row.place:
        pairs = [each for each in pairs if each[0] not in ("owner_id", "unit_id")]
    for name, value in row.address.items():
        pairs.append((f"address.{name}", record["address"].get(name), value))
    changes = [
        {"field": name, "old": _text(old), "new": _text(new)}
        for name, old, new in pairs
        if _text(old) != _text(new)
    ]
    customer_id = row.place.get("customer_id")
    if customer_id and UUID(customer_id) not in (record.get("customer_ids") or []):
        changes.append({"field": "affiliations", "old": None, "new": customer_id})
    return changes


def _text(value: Any) -> str | None:
    if value is None or value == [] or value == "":
        return None
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _whose(record: Record) -> dict[str, UUID | None]:
    return {name: _id(record.get(name)) for name in ("owner_id", "unit_id")}


def _id(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _indexed(records: list[Record]) -> dict[str, dict[str, list[Record]]]:
    index: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        for key, value in record["match"].items():
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    index[key][each].append(record)
    return index
