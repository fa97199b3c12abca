"""Decides about rows that belong to a customer: addresses, activities, contacts beside it."""

from typing import Any

from shared.capabilities.policy import decide as may

from crm.application.imports.decisions import decide_contact, decide_row
from crm.application.imports.known import Known, Record, differences, whose
from crm.application.ports import CrmWork
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.rows import Row
from crm.domain.values.activity_times import read_times


def decide_address(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """
    Set ``action`` of a row of addresses; its record is the customer.

    An address of the kind in the same street is the same one, else the only one of its kind.
    """
    if row.is_wrong:
        row.action = "error"
        return
    customer = known.customer_of(work, row)
    if customer is None:
        row.action = "error"
        row.refuse("customer", "crm.customer_unknown", "there is no such customer, or several")
        return
    row.record_id, row.version_before = customer["id"], customer["version"]
    ((kind, address),) = row.addresses.items()
    present = [each for each in customer["every_address"] if each["kind"] == kind]
    same, is_loose = _same_address(present, address)
    place = f"{customer['id']}|{kind}"
    row.keys = {"place": place, "address": f"{place}|{_street(address)}"}
    row.more |= {"address_id": str(same["id"]) if same else None, "is_loose": is_loose}
    row.changes = _address_changes(same, address, row)
    if not may(work.caller, "customer.update", **whose(customer)).allowed:
        row.action = "error"
        row.refuse(None, "platform.action_forbidden", "you may not change this record")
    else:
        _settle_action(batch, row, same)


def decide_activity(work: CrmWork, batch: ImportBatch, row: Row, known: Known) -> None:
    """Set ``action`` of a row of activities, and find its customer and contact."""
    if row.place:
        customer = known.customer_of(work, row)
        if customer is None:
            row.refuse("customer", "crm.customer_unknown", "there is no such customer, or several")
        else:
            row.values["customer_id"] = str(customer["id"])
    if contact := row.more.get("contact"):
        _find_contact(work, row, known, contact)
    _note_same(row)
    decide_row(work, batch, row, known)


def decide_contact_beside(
    work: CrmWork, batch: ImportBatch, row: Row, known: Known, customer: Row
) -> None:
    """Decide about the contact of a row that holds its customer too."""
    if customer.action in ("error", "duplicate"):
        row.action = customer.action
        row.refuse(None, "crm.import_customer_refused", "its customer is not imported")
        return
    row.place |= {"customer_id": str(customer.record_id)}
    for name in ("owner_id", "unit_id"):
        if (value := customer.values.get(name)) is not None:
            row.values.setdefault(name, value)
    decide_contact(work, batch, row, known)


def _settle_action(batch: ImportBatch, row: Row, same: Record | None) -> None:
    if same is None and batch.mode == "update":
        row.action = "error"
        row.refuse(None, "crm.import_record_unknown", "there is no address to update")
    elif same is None:
        row.action = "create"
    elif not row.changes:
        row.action = "unchanged"
    else:
        row.action = "duplicate" if batch.mode == "create" else "update"


def _same_address(present: list[Record], address: dict[str, Any]) -> tuple[Record | None, bool]:
    for each in present:
        if _street(each) == _street(address):
            return each, False
    return (present[0], True) if len(present) == 1 else (None, False)


def _address_changes(
    same: Record | None, address: dict[str, Any], row: Row
) -> list[dict[str, Any]]:
    changes = differences((name, (same or {}).get(name), each) for name, each in address.items())
    if row.more["is_default"] and same and not same["is_default"]:
        changes.append({"field": "is_default", "old": "False", "new": "True"})
    return changes


def _street(address: dict[str, Any]) -> str:
    return " ".join((address.get("street") or "").casefold().split())


def _find_contact(work: CrmWork, row: Row, known: Known, contact: str) -> None:
    found = known.contacts["email" if "@" in contact else "name"].get(contact, [])
    seen = [each for each in found if may(work.caller, "contact.view", **whose(each)).allowed]
    if len(seen) == 1:
        row.values["contact_ids"] = [str(seen[0]["id"])]
    else:
        row.refuse("contact", "crm.contact_unknown", "there is no such contact, or several")


def _note_same(row: Row) -> None:
    """Two rows about the same thing at the same time with the same customer are one."""
    values = row.values
    if "start" in values:
        times = read_times(
            start=values.pop("start"),
            end=values.pop("end"),
            time_zone=values["time_zone"],
            all_day=values["all_day"],
        )
        for name in ("start_at", "end_at", "start_on", "end_on", "time_zone"):
            value = getattr(times, name)
            values[name] = value.isoformat() if hasattr(value, "isoformat") else value
    when = values.get("start_at") or values.get("start_on") or values.get("due_on")
    said = (values.get("customer_id"), values.get("kind"), values.get("subject"), when)
    row.keys["same"] = "|".join(str(each or "") for each in said)
