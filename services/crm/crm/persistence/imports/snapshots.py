"""
Records as they were: taken before a row changes them, put back when the import is undone.

A snapshot holds every stored column and every part, so that what comes back is what was there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, ColumnElement, Table, and_, delete, func, select, text, true

from crm.persistence.activity_tables import activities, activity_participants, timeline_entries
from crm.persistence.tables import (
    addresses,
    affiliations,
    contacts,
    customer_owners,
    customers,
    ratings,
)

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

Snapshot = dict[str, Any]

_KEPT = frozenset({"id", "organisation_id", "version", "updated_at"})  # not put back


@dataclass(frozen=True)
class Part:
    """A table that holds parts of an aggregate; ``only`` those of its rows that are its own."""

    table: Table
    column: Column[Any]
    only: ColumnElement[bool] = true()  # noqa: RUF009 - a constant of SQLAlchemy


def _entries(*ref_kinds: str) -> Part:
    entries = timeline_entries
    return Part(entries, entries.c.ref_id, entries.c.ref_kind.in_(ref_kinds))


AGGREGATES: Mapping[str, tuple[Table, tuple[Part, ...]]] = {
    "customers": (
        customers,
        (
            Part(addresses, addresses.c.customer_id),
            Part(customer_owners, customer_owners.c.customer_id),
            Part(ratings, ratings.c.customer_id),
            _entries("customer"),
        ),
    ),
    "contacts": (contacts, (Part(affiliations, affiliations.c.contact_id),)),
    "activities": (
        activities,
        (Part(activity_participants, activity_participants.c.activity_id), _entries("activity")),
    ),
}
AGGREGATE_OF = {"addresses": "customers"}


def aggregate_of(part: str) -> str:
    """The aggregate that rows of a kind write: an address is part of its customer."""
    return AGGREGATE_OF.get(part, part)


def take(work: "CrmWork", part: str, ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
    """Snapshots of records by id; one statement for the records and one for each kind of part."""
    table, parts = AGGREGATES[aggregate_of(part)]
    found: dict[UUID, Snapshot] = {
        row.id: {"version": row.version, "record": _stored(table, row.record), "parts": {}}
        for row in work.session.execute(
            select(
                table.c.id, table.c.version, func.to_jsonb(table.table_valued()).label("record")
            ).where(table.c.id.in_(ids), _mine(work, table))
        )
    }
    for each in parts:
        rows: dict[UUID, list[Any]] = defaultdict(list)
        for row in work.session.execute(
            select(each.column, func.to_jsonb(each.table.table_valued()).label("part")).where(
                each.column.in_(ids), each.only, _mine(work, each.table)
            )
        ):
            rows[row[0]].append(row.part)
        for record_id, snapshot in found.items():
            snapshot["parts"][each.table.name] = rows.get(record_id, [])
    return found


def put_back(work: "CrmWork", part: str, snapshots: Mapping[UUID, Snapshot]) -> None:
    """Make records what they were; their version rises, as with every change."""
    table, parts = AGGREGATES[aggregate_of(part)]
    names = [each.name for each in table.c if each.name not in _KEPT and each.computed is None]
    wanted = [{"id": str(each), **snapshots[each]["record"]} for each in snapshots]
    changes = ", ".join(f'"{name}" = wanted."{name}"' for name in names)
    work.session.execute(
        text(
            f"UPDATE {table.name} AS kept SET {changes}, version = kept.version + 1, "
            f"updated_at = :now FROM json_populate_recordset(NULL::{table.name}, "
            "CAST(:wanted AS json)) AS wanted "
            "WHERE kept.id = wanted.id AND kept.organisation_id = :organisation_id"
        ),
        {
            "now": work.now(),
            "wanted": _json(wanted),
            "organisation_id": work.caller.organisation_id,
        },
    )
    for each in parts:
        _forget_part(work, each, list(snapshots))
        rows = [row for one in snapshots.values() for row in one["parts"][each.table.name]]
        if rows:
            _insert(work, each.table, rows)


def remove(work: "CrmWork", part: str, ids: Sequence[UUID]) -> None:
    """
    Remove records and their parts as if they had never been.

    Raises:
        IntegrityError: Something else refers to one of them.
    """
    aggregate = aggregate_of(part)
    table, parts = AGGREGATES[aggregate]
    for each in parts:
        _forget_part(work, each, ids)
    if aggregate == "customers":
        entries = timeline_entries  # what an ERP system answered about a new customer
        own = and_(entries.c.customer_id.in_(ids), entries.c.ref_kind == "erp")
        work.session.execute(delete(entries).where(own, _mine(work, entries)))
    work.session.execute(delete(table).where(table.c.id.in_(ids), _mine(work, table)))


def _forget_part(work: "CrmWork", part: Part, ids: Sequence[UUID]) -> None:
    work.session.execute(
        delete(part.table).where(part.column.in_(ids), part.only, _mine(work, part.table))
    )


def _insert(work: "CrmWork", table: Table, rows: Iterable[Any]) -> None:
    columns = ", ".join(f'"{each.name}"' for each in table.c if each.computed is None)
    work.session.execute(
        text(
            f"INSERT INTO {table.name} ({columns}) SELECT {columns} "
            f"FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
        ),
        {"rows": _json(rows)},
    )


def _stored(table: Table, record: dict[str, Any]) -> dict[str, Any]:
    names = [each.name for each in table.c if each.name not in _KEPT and each.computed is None]
    return {name: record[name] for name in names if name in record}


def _mine(work: "CrmWork", table: Table) -> ColumnElement[bool]:
    return table.c.organisation_id == work.caller.organisation_id


def _json(rows: Any) -> str:
    return msgspec.json.encode(rows).decode()
