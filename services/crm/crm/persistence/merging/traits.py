"""What customers and contacts are compared by."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, func, select

from crm.domain.merging.scores import Traits, domain_of
from crm.persistence.tables import addresses, affiliations, contacts, customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_NAME = func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name).label("name")


def read(work: "CrmWork", kind: str, ids: Sequence[UUID]) -> dict[UUID, Traits]:
    """Traits of live records, by id."""
    if not ids:
        return {}
    return _customers(work, ids) if kind == "customer" else _contacts(work, ids)


def names(work: "CrmWork", kind: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names by id."""
    table, name = (customers, customers.c.name) if kind == "customer" else (contacts, _NAME)
    rows = work.session.execute(
        select(table.c.id, name)
        .where(table.c.organisation_id == work.caller.organisation_id)
        .where(table.c.id.in_(set(ids)))
    )
    return {row.id: row.name for row in rows}


def _customers(work: "CrmWork", ids: Sequence[UUID]) -> dict[UUID, Traits]:
    rows = work.session.execute(
        select(
            customers.c.id,
            customers.c.name,
            customers.c.organisation_number,
            customers.c.website,
            customers.c.email,
        )
        .where(customers.c.organisation_id == work.caller.organisation_id)
        .where(customers.c.id.in_(ids), customers.c.archived_at.is_(None))
    ).all()
    codes = _lists(work, addresses.c.customer_id, addresses.c.postal_code, ids)
    return {
        row.id: Traits(
            id=row.id,
            kind="customer",
            name=row.name,
            sure=_some(row.organisation_number),
            facts={
                "postal_code": codes.get(row.id, frozenset()),
                "domain": _some(domain_of(row.website, row.email)),
            },
        )
        for row in rows
    }


def _contacts(work: "CrmWork", ids: Sequence[UUID]) -> dict[UUID, Traits]:
    rows = work.session.execute(
        select(contacts.c.id, _NAME, contacts.c.emails, contacts.c.phones)
        .where(contacts.c.organisation_id == work.caller.organisation_id)
        .where(contacts.c.id.in_(ids), contacts.c.archived_at.is_(None))
    ).all()
    places = _lists(work, affiliations.c.contact_id, affiliations.c.customer_id, ids)
    return {
        row.id: Traits(
            id=row.id,
            kind="contact",
            name=row.name,
            sure=frozenset(row.emails),
            facts={
                "phone": frozenset(row.phones),
                "customer": places.get(row.id, frozenset()),
            },
        )
        for row in rows
    }


def _lists(
    work: "CrmWork", of: Column[Any], value: Column[Any], ids: Sequence[UUID]
) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = work.session.execute(
        select(of.label("record_id"), value.label("value"))
        .where(of.table.c.organisation_id == work.caller.organisation_id)
        .where(of.in_(ids), value.is_not(None))
    )
    for row in rows:
        found[row.record_id].add(str(row.value))
    return {record_id: frozenset(values) for record_id, values in found.items()}


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value]) if value else frozenset()
