"""Rows as they were before and after: what a merge changed in place, and putting that back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Table, bindparam, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

Rows = dict[tuple[str, str], dict[str, Any]]  # (table, id) → column → plain value

# Counted by others; no part of what a person said.
_NOT_KEPT = frozenset({"version", "updated_at"})


def take(work: "CrmWork", table: Table, ids: Iterable[UUID]) -> Rows:
    """The rows with these ids as plain values; one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = work.session.execute(
        select(table.c.id, func.to_jsonb(literal_column(table.name)).label("image"))
        .where(table.c.organisation_id == work.caller.organisation_id, table.c.id.in_(wanted))
        .with_for_update()
    )
    return {(str(table.name), str(row.id)): _kept(table, row.image) for row in found}


def differences(before: Rows, after: Rows) -> list[dict[str, Any]]:
    """What changed, row by row: ``columns`` maps a name to [before, after]."""
    found = []
    for (table, row_id), old in before.items():
        new = after[table, row_id]
        columns = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
        if columns:
            found.append({"table": table, "id": row_id, "columns": columns})
    return found


def put_back(work: "CrmWork", images: Iterable[dict[str, Any]]) -> list[str]:
    """
    Give every column its earlier value, unless it was changed again meanwhile.

    Returns:
        What stayed as it is: ``table.column`` with the id of the row.
    """
    kept = []
    for image in images:
        table = work.table(image["table"])
        present = take(work, table, [UUID(image["id"])]).get((table.name, image["id"]))
        earlier = {}
        for name, (old, new) in image["columns"].items():
            if present is not None and present[name] == new:
                earlier[name] = old
            else:
                kept.append(f"{table.name}.{name} {image['id']}")
        if earlier:
            _write(work, table, image["id"], earlier)
    return kept


def _write(work: "CrmWork", table: Table, row_id: str, values: dict[str, Any]) -> None:
    names = ", ".join(f'"{table.c[name].name}"' for name in values)
    statement = text(
        f"UPDATE {table.name} SET ({names}) = "
        f"(SELECT {names} FROM jsonb_populate_record(NULL::{table.name}, :image)) "
        "WHERE id = :row_id AND organisation_id = :organisation_id"
    ).bindparams(bindparam("image", type_=JSONB))
    organisation_id = work.caller.organisation_id
    work.session.execute(
        statement, {"image": values, "row_id": row_id, "organisation_id": organisation_id}
    )


def _kept(table: Table, image: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in image.items()
        if name not in _NOT_KEPT and table.c[name].computed is None
    }
