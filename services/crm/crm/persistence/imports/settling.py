"""Stores what a look at all rows of an import together adds."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Text,
    Update,
    bindparam,
    cast,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session

from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.settling import Settled, TriedRow
from crm.persistence.import_tables import import_rows

_PARENT = cast(["values", "parent_id"], ARRAY(Text))
_PLACE = cast(["place", "customer_id"], ARRAY(Text))
_ADDRESS_ID = cast(["more", "address_id"], ARRAY(Text))


def tried_rows(session: Session, batch: ImportBatch) -> list[TriedRow]:
    """Rows that are, or stand for, a record, in the order of the file."""
    rows = import_rows
    found = session.execute(
        select(
            rows.c.id,
            rows.c.row_no,
            rows.c.action,
            rows.c.record_id,
            rows.c.match_keys,
            rows.c.part,
            rows.c.plan["values"].has_key("parent_id").label("has_parent"),
            cast(rows.c.plan["more"]["is_loose"].astext, Boolean).label("is_loose"),
        )
        .where(rows.c.import_id == batch.id)
        .where(rows.c.action.in_(("create", "update", "unchanged")), rows.c.record_id.is_not(None))
        .order_by(rows.c.row_no)
    )
    return [
        TriedRow(
            id=row.id,
            row_no=row.row_no,
            action=row.action,
            record_id=row.record_id,
            keys=row.match_keys,
            part=row.part,
            has_parent=row.has_parent,
            is_loose=bool(row.is_loose),
        )
        for row in found
    ]


def store(session: Session, settled: Settled) -> None:
    """Mark repeated rows, link parents, warn of unknown ones."""
    rows, connection = import_rows, session.connection()
    one = update(rows).where(rows.c.id == bindparam("row_id"))
    noted = {"has_issues": True, "issues": rows.c.issues.concat(bindparam("issue", type_=JSONB))}
    if settled.repeated:
        connection.execute(
            one.values(action="duplicate", state="skipped", **noted),
            [
                {"row_id": row_id, "issue": [_repeated(key, first_no)]}
                for row_id, (key, first_no) in settled.repeated.items()
            ],
        )
    if settled.parents:
        plan = func.jsonb_set(rows.c.plan, _PARENT, bindparam("parent_id", type_=JSONB))
        connection.execute(
            one.values(depth=bindparam("new_depth"), plan=plan),
            [
                {"row_id": row_id, "parent_id": str(parent_id), "new_depth": depth}
                for row_id, (parent_id, depth) in settled.parents.items()
            ],
        )
    if settled.joined:
        _join(connection, one, settled)
    if settled.separate:
        plan = func.jsonb_set(rows.c.plan, _ADDRESS_ID, text("'null'::jsonb"))
        connection.execute(
            one.values(action="create", state="pending", changes=[], plan=plan),
            [{"row_id": row_id} for row_id in settled.separate],
        )
    if settled.orphans:
        connection.execute(
            one.values(**noted),
            [{"row_id": row_id, "issue": [_orphan()]} for row_id in settled.orphans],
        )


def _join(connection: Connection, one: Update, settled: Settled) -> None:
    connection.execute(
        one.values(action="unchanged", state="skipped"),
        [{"row_id": row_id} for row_id in settled.joined],
    )
    plan = func.jsonb_set(import_rows.c.plan, _PLACE, bindparam("customer_id", type_=JSONB))
    connection.execute(
        one.values(plan=plan),
        [
            {"row_id": contact_id, "customer_id": str(customer_id)}
            for contact_id, customer_id in settled.joined.values()
        ],
    )


def _repeated(key: str, first_no: int) -> dict[str, Any]:
    return _issue("error", key, "crm.import_row_repeated", f"the same as row {first_no}")


def _orphan() -> dict[str, Any]:
    return _issue("warning", "parent", "crm.import_parent_unknown", "there is no such parent")


def _issue(level: str, field: str, code: str, message: str) -> dict[str, Any]:
    return {
        "level": level,
        "column": None,
        "field": field,
        "code": code,
        "message": message,
        "suggestion": None,
    }
