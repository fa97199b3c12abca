"""Finds the records that rows of a file may be about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from crm.domain.custom_fields.cells import flat
from crm.persistence.activity_tables import activities
from crm.persistence.tables import addresses, affiliations, contacts, customers
from crm.persistence.visibility import visible_activities, visible_contacts

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_NOT_READ = ("search_text", "name_key")
_ADDRESS = ("street", "postal_code", "city", "region", "country")
_TIMES = ("start_at", "end_at", "start_on", "end_on", "due_on")


def matches(work: "CrmWork", kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    """
    Live records with one of the key values.

    Shape: their columns as plain values, ``match`` (key → value as compared); for customers
    ``addresses`` (kind → the default one) and ``every_address``.
    """
    return _FINDERS[kind](work, keys)


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
        "external_id": customers.c.external_id,
        "customer_no": customers.c.customer_no,
        "organisation_number": customers.c.organisation_number,
        "email": customers.c.email,
        "name": customers.c.name_key,
    }
    wanted = [columns[name].in_(values) for name, values in keys.items() if values]
    if not wanted:
        return []
    rows = work.session.execute(
        select(*(column for column in customers.c if column.name not in _NOT_READ))
        .where(customers.c.organisation_id == work.caller.organisation_id)
        .where(customers.c.archived_at.is_(None), or_(*wanted))
    ).all()
    places = _addresses(work, [row.id for row in rows]) if rows else {}
    return [_customer(dict(row._mapping), places.get(row.id, [])) for row in rows]


def _customer(values: dict[str, Any], places: list[dict[str, Any]]) -> dict[str, Any]:
    values |= flat(values["custom"])
    values["every_address"] = places
    values["addresses"] = {each["kind"]: each for each in places if each["is_default"]}
    values["match"] = {
        **{name: values[name] for name in ("external_id", "customer_no", "organisation_number")},
        "email": values["email"],
        "name": values["name"].casefold(),
    }
    return values


def _addresses(work: "CrmWork", ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = work.session.execute(
        select(addresses).where(
            addresses.c.organisation_id == work.caller.organisation_id,
            addresses.c.customer_id.in_(ids),
        )
    )
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.customer_id].append(dict(row._mapping))
    return found


def _contacts(work: "CrmWork", keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    full_name = func.lower(func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name))
    wanted = []
    if keys.get("external_id"):
        wanted.append(contacts.c.external_id.in_(keys["external_id"]))
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
    columns = [column for column in contacts.c if column.name not in _NOT_READ]
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
        values["addresses"] = {}
        values["match"] = {
            "external_id": row.external_id,
            "email": row.emails,
            "name": name.casefold(),
        }
        found.append(values)
    return found


def _activities(work: "CrmWork", keys: dict[str, set[str]]) -> list[dict[str, Any]]:
    wanted: list[ColumnElement[bool]] = []
    if keys.get("external_id"):
        wanted.append(activities.c.external_id.in_(keys["external_id"]))
    if same := [each.split("|") for each in keys.get("same", ())]:
        subjects = {"|".join(each[2:-1]) for each in same}
        wanted.append(activities.c.subject.in_(subjects))
    if not wanted:
        return []
    rows = work.session.execute(
        select(activities).where(
            visible_activities(work.caller), activities.c.archived_at.is_(None), or_(*wanted)
        )
    )
    return [_activity(dict(row._mapping)) for row in rows]


def _activity(values: dict[str, Any]) -> dict[str, Any]:
    values |= {name: _time_text(values[name]) for name in _TIMES}
    when = values["start_at"] or values["start_on"] or values["due_on"]
    said = (values["customer_id"], values["kind"], values["subject"], when)
    values["match"] = {
        "external_id": values["external_id"],
        "same": "|".join(str(each or "") for each in said),
    }
    return values


def _time_text(value: datetime | date | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if value else None


_FINDERS = {"customers": _customers, "contacts": _contacts, "activities": _activities}
