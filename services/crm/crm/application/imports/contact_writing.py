"""Makes and changes contacts as rows of a file say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crm.application.imports.plans import OWNERSHIP, attributes
from crm.application.ports import CrmWork
from crm.domain.contacts import Contact, Place

ImportRow = Any  # a row of import_rows
Touched = dict[UUID, Any]


def create_contacts(work: CrmWork, rows: Sequence[ImportRow]) -> Touched:
    """Make a contact for each row; what else a row changed, by row."""
    contacts = []
    for row in rows:
        contact = Contact(id=row.record_id, **attributes(row.plan["values"], {}))
        contact.place(_places(row), today=work.today())
        contacts.append(contact)
    touched = _step_back(work, rows, contacts)
    work.imports.save_all(contacts)
    work.memberships.settle("contact", *contacts)
    return touched


def change_contacts(work: CrmWork, rows: Sequence[ImportRow]) -> tuple[dict[UUID, int], Touched]:
    """Change a contact for each row; versions by contact, and what else a row changed."""
    contacts = work.imports.contacts([row.record_id for row in rows])
    for row in rows:
        contact = contacts[row.record_id]
        values = attributes(row.plan["values"], contact.custom)
        if row.plan["place"]:
            values = {name: each for name, each in values.items() if name not in OWNERSHIP}
        contact.change(values)
        present = {each.customer_id for each in contact.current}
        for place in _places(row):
            if place.customer_id not in present:
                contact.add_place(place, today=work.today())
    changed = [contacts[row.record_id] for row in rows]
    touched = _step_back(work, rows, changed)
    work.imports.save_all(changed)
    work.memberships.settle("contact", *changed)
    return {each.id: each.version for each in changed}, touched


def _step_back(work: CrmWork, rows: Sequence[ImportRow], contacts: Sequence[Contact]) -> Touched:
    """
    A customer's former primary contact steps back first; of several in a chunk the last stays.
    """
    latest: dict[UUID, Contact] = {}
    for contact in contacts:
        for customer_id in _led(contact):
            if customer_id in latest:
                latest[customer_id].lose_primary(customer_id)
            latest[customer_id] = contact
    touched: Touched = {}
    for row, contact in zip(rows, contacts, strict=True):
        for customer_id in _led(contact):
            former = work.contacts.primary_of(customer_id, but=contact.id)
            if former is not None and former not in contacts:
                before = work.imports.snapshots("contacts", [former.id])[former.id]
                former.lose_primary(customer_id)
                work.save(former)
                kept = {"id": str(former.id), "before": before, "version_after": former.version}
                touched.setdefault(row.id, []).append(kept)
    return touched


def _led(contact: Contact) -> list[UUID]:
    return [each.customer_id for each in contact.current if each.is_primary]


def _places(row: ImportRow) -> list[Place]:
    place = row.plan["place"]
    if "customer_id" not in place:
        return []
    return [
        Place(
            customer_id=UUID(place["customer_id"]),
            roles=(place["role"],) if place.get("role") else (),
            is_primary=bool(place.get("primary")),
        )
    ]
