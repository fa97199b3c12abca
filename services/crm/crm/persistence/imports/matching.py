"""Finds the records that rows of a file may be about."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from crm.domain.custom_fields.cells import flat
from crm.persistence.tables import addresses, affiliations, contacts, customers
from crm.persistence.visibility import visible_contacts

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_ADDRESS = ("street", "postal_code", "city", "region", "country")


def matches(work: "CrmWork", kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    """
    Live records with one of the key values.

    Shape: their columns as plain values, ``match`` (key → value as compared), and for customers
    ``address``, the default visiting address.
    """
    return _customers(work, keys) if kind == "customers" else _contacts(work, keys)


def people(work: "CrmWork") -> dict[str, UUID]:
    """Users by name and by e-mail address, in lower case."""
    copies = work.table("reference_copies")
    rows = work.session.execute(
        select(copies.c.id, copies.c.name, copies.c.number)
        .where(copies.c.organisation_id == work.caller.organisation_id)
        .where(copies.c.kind == "user", copies.c.archived.is_(False))
    )
    found: dict[str, UUID] = {}
    for row in rows:
        found[row.name.casefold()] = row.id
        if row.number:
            found[row.number.casefold()] = row.id
    return found


def _customers(work: "CrmWork", keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    columns: dict[str, ColumnElement[Any]] = {
        "customer_no": customers.c.customer_no,
        "organisation_number": customers.c.organisation_number,
        "email": customers.c.email,
        "name": func.lower(customers.c.name),
    }
    wanted = [columns[name].in_(values) for name, values in keys.items() if values]
    if not wanted:
        return []
    visiting = and_(
        addresses.c.customer_id == customers.c.id,
        addresses.c.kind == "visiting",
        addresses.c.is_default,
    )
    place = [addresses.c[name].label(f"address_{name}") for name in _ADDRESS]
    rows = work.session.execute(
        select(*(column for column in customers.c if column.name != "search_text"), *place)
        .outerjoin(addresses, visiting)
        .where(customers.c.organisation_id == work.caller.organisation_id)
        .where(customers.c.archived_at.is_(None), or_(*wanted))
    )
    return [_customer(dict(row._mapping)) for row in rows]


def _customer(values: dict[str, Any]) -> dict[str, Any]:
    values["address"] = {
        name: value for name in _ADDRESS if (value := values.pop(f"address_{name}")) is not None
    }
    values |= flat(values["custom"])
    values["match"] = {
        "customer_no": values["customer_no"],
        "organisation_number": values["organisation_number"],
        "email": values["email"],
        "name": values["name"].casefold(),
    }
    return values


def _contacts(work: "CrmWork", keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    full_name = func.lower(func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name))
    wanted = []
    if keys.get("email"):
        wanted.append(contacts.c.emails.overlap(sorted(keys["email"])))
    if keys.get("name"):
        wanted.append(full_name.in_(keys["name"]))
    if not wanted:
        return []
    customer_ids = (
        select(func.array_agg(affiliations.c.customer_id))
        .where(affiliations.c.contact_id == contacts.c.id, affiliations.c.until_on.is_(None))
        .scalar_subquery()
        .label("customer_ids")
    )
    columns = [column for column in contacts.c if column.name != "search_text"]
    rows = work.session.execute(
        select(*columns, customer_ids).where(
            visible_contacts(work.caller), contacts.c.archived_at.is_(None), or_(*wanted)
        )
    )
    found = []
    for row in rows:
        values = dict(row._mapping)
        name = " ".join(filter(None, (row.given_name, row.family_name)))
        values |= flat(row.custom)
        values["match"] = {"email": row.emails, "name": name.casefold()}
        found.append(values)
    return found
