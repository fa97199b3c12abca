"""Many rows, of several tables, in one statement: cheaper than parameters and a trip for each."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import LargeBinary, Table, TextClause, text
from sqlalchemy.orm import Session

from shared.contracts.declare import dump_bytes

Rows = Sequence[dict[str, Any]]


def insert_many(session: Session, table: Table, rows: Rows) -> None:
    """Insert rows of one table, as ``insert_all`` does."""
    insert_all(session, {table: rows})


def insert_all(
    session: Session, rows: Mapping[Table, Rows], *, finally_do: str = "", **parameters: Any
) -> None:
    """
    Insert rows as JSON documents that PostgreSQL takes apart; *finally_do* is sent along.

    Shape: the rows of a table have the same keys; values are plain, UUID, date, money, bytes.
    """
    columns = tuple((table, tuple(its[0])) for table, its in rows.items() if its)
    if columns or finally_do:
        documents = {table.name: _document(table, rows[table]) for table, _ in columns}
        session.execute(_statement(columns, finally_do), documents | parameters)


def _document(table: Table, rows: Rows) -> str:
    binary = [name for name in rows[0] if isinstance(table.c[name].type, LargeBinary)]
    return dump_bytes([_with_hex(row, binary) for row in rows] if binary else rows).decode()


def _with_hex(row: dict[str, Any], binary: list[str]) -> dict[str, Any]:
    return {**row, **{name: f"\\x{row[name].hex()}" for name in binary}}


@cache
def _statement(columns: tuple[tuple[Table, tuple[str, ...]], ...], finally_do: str) -> TextClause:
    steps = [_insert(table, names) for table, names in columns]
    *first, last = [*steps, finally_do] if finally_do else steps
    before = ", ".join(f"step_{number} AS ({each})" for number, each in enumerate(first))
    return text(f"WITH {before} {last}" if before else last)


def _insert(table: Table, names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table.name} ({listed}) SELECT {listed} "
        f"FROM json_populate_recordset(NULL::{table.name}, CAST(:{table.name} AS json))"
    )
