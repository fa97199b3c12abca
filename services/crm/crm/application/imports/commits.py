"""Writes what the check of an import said, in chunks; what fails is named row by row."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.kernel.errors import PlatformError
from shared.kernel.money import Money

from crm.application.changing import allow
from crm.application.contacts import store_contact
from crm.application.customers import store_change
from crm.application.ports import CrmWork
from crm.domain.addresses import Address
from crm.domain.contacts import Contact, Place
from crm.domain.custom_fields.cells import with_own
from crm.domain.customers import Customer
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.sheets import CHUNK_ROWS

COMMIT_TIMER = "import_commit"
_IDS = frozenset({"owner_id", "unit_id", "type_id", "parent_id"})

ImportRow = Any  # a row of import_rows: id, action, record_id, plan, issues


def commit_import(work: CrmWork, *, import_id: UUID) -> ImportBatch:
    """
    Let the worker write what the check said.

    Raises:
        ImportUnchecked, ImportRunning, ImportCommitted: see the classes.
    """
    require(work.caller, "import.run")
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, "import")
    batch.begin_commit(batch.counts.get("create", 0) + batch.counts.get("update", 0))
    work.save(batch)
    _come_back(work, batch)
    return batch


def continue_commit(work: CrmWork, *, import_id: UUID) -> None:
    """Write the next rows, and come back for more; run by the worker."""
    batch = work.imports.get(import_id, lock=True)
    if batch.status != "committing":
        return
    rows = work.imports.pending(batch.id, CHUNK_ROWS)
    if not rows:
        batch.status, batch.counts = "committed", work.imports.counts(batch.id)
        work.save(batch)
        return
    _write(work, batch, rows)
    work.imports.advance(batch, len(rows))
    _come_back(work, batch)


def give_up(work: CrmWork, *, import_id: UUID) -> None:
    """The worker failed again and again: say so instead of trying for ever."""
    batch = work.imports.get(import_id, lock=True)
    batch.status = "failed"
    batch.error_code, batch.error_message = "platform.bug", "The import could not be finished."
    work.save(batch)


def _come_back(work: CrmWork, batch: ImportBatch) -> None:
    actor = {"actor_id": str(work.caller.actor_id)}
    work.schedule(COMMIT_TIMER, str(batch.id), work.now(), actor)


def _write(work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """All at once; if one of them spoils it, one by one."""
    try:
        with work.imports.attempt():
            _write_all(work, batch, rows)
    except PlatformError:
        _write_singly(work, batch, rows)
    else:
        work.imports.mark_applied([row.id for row in rows])


def _write_all(work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    created = [row for row in rows if row.action == "create"]
    if batch.kind == "customers" and created:
        work.imports.create_customers([(row.record_id, row.plan) for row in created])
        created = []
    for row in created:
        _create_contact(work, row)
    update: Callable[[CrmWork, ImportRow], None]
    update = _update_customer if batch.kind == "customers" else _update_contact
    for row in rows:
        if row.action == "update":
            update(work, row)


def _write_singly(work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    outcomes = []
    for row in rows:
        state, issues = "applied", row.issues
        try:
            with work.imports.attempt():
                _write_all(work, batch, [row])
        except PlatformError as error:
            state = "failed"
            issue = {"level": "error", "field": None, "code": error.code, "message": error.message}
            issues = [*row.issues, {**issue, "column": None, "suggestion": None}]
        outcomes.append({"row_id": row.id, "new_state": state, "new_issues": issues})
    work.imports.mark(outcomes)


def _update_customer(work: CrmWork, row: ImportRow) -> None:
    customer = work.customers.get(row.record_id)
    changed = customer.change(_attributes(row.plan["values"], customer.custom))
    if row.plan["address"] and _update_address(customer, row.plan["address"]):
        changed.append("addresses")
    if customer.needs_number:
        customer.customer_no = work.customers.free_number()
    if changed:
        store_change(work, customer, changed)


def _update_address(customer: Customer, given: dict[str, Any]) -> bool:
    """Change the default visiting address where the file says so; whether anything changed."""
    address = next(
        (each for each in customer.addresses if each.kind == "visiting" and each.is_default), None
    )
    if address is None:
        customer.add_address(Address(kind="visiting", is_default=True, **given))
        return True
    differing = [name for name, value in given.items() if getattr(address, name) != value]
    for name in differing:
        setattr(address, name, given[name])
    customer.settle_place()
    return bool(differing)


def _create_contact(work: CrmWork, row: ImportRow) -> None:
    contact = Contact(id=row.record_id, **_attributes(row.plan["values"], {}))
    contact.place(_places(row), today=work.today())
    store_contact(work, contact)


def _update_contact(work: CrmWork, row: ImportRow) -> None:
    contact = work.contacts.get(row.record_id)
    values = _attributes(row.plan["values"], contact.custom)
    if row.plan["place"]:
        values = {name: each for name, each in values.items() if name not in _IDS}
    contact.change(values)
    present = {each.customer_id for each in contact.current}
    for place in _places(row):
        if place.customer_id not in present:
            contact.add_place(place, today=work.today())
    store_contact(work, contact)


def _places(row: ImportRow) -> list[Place]:
    place = row.plan["place"]
    if not place:
        return []
    return [
        Place(
            customer_id=UUID(place["customer_id"]),
            role=place.get("role"),
            is_primary=bool(place.get("primary")),
        )
    ]


def _attributes(plan: dict[str, Any], custom: dict[str, Any]) -> dict[str, Any]:
    """Plain values of a plan as attributes of a record whose own values were *custom*."""
    values: dict[str, Any] = {
        name: UUID(value) if name in _IDS and value else value
        for name, value in with_own(plan, custom).items()
    }
    if "segment_ids" in values:
        values["segment_ids"] = [UUID(each) for each in values["segment_ids"]]
    minor = values.pop("annual_revenue_minor", None)
    currency = values.pop("annual_revenue_currency", None)
    if minor is not None and currency is not None:
        values["annual_revenue"] = Money(minor, currency)
    return values
