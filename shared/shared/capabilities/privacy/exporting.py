"""
Writing a service's part of an export: table by table, page by page, each page a transaction.

What is written stays in the service's own database, deflated, until it is fetched or expires; a
killed worker goes on with the next page.
"""

import io
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Table, Text, insert, literal_column, select, text, tuple_
from sqlalchemy import func as sql

from shared.capabilities.privacy.holdings import NOT_EXPORTED, Holdings, mine, name_of
from shared.capabilities.privacy.sweeping import naming
from shared.capabilities.privacy.traces import Traces
from shared.capabilities.tables_out import write_csv
from shared.contracts.declare import dump, load
from shared.contracts.privacy import SubjectState
from shared.persistence.work import Work

PAGE_ROWS = 1_000
_LONG = text("SET LOCAL statement_timeout = '120s'")


def write_page(
    work: Work, service: str, holdings: Holdings, task: dict[str, Any]
) -> dict[str, Any] | None:
    """
    Write the next page; small tables share one.

    Args:
        task: ``export_id``, ``kind``, ``field_classes``, ``expires_at``, ``entities``,
            ``subject``, and how far it is: ``table_no``, ``after``, ``seq``, ``counts``.

    Returns:
        The task as it stands afterwards; None when everything is written.
    """
    work.session.execute(_LONG)
    tables = exported_tables(work, service, task["entities"])
    written = 0
    while task["table_no"] < len(tables) and written < PAGE_ROWS:
        table = tables[task["table_no"]]
        rows = _rows(work, table, holdings, task)
        written += len(rows)
        _store(work, service, table, rows, task)
        if len(rows) < PAGE_ROWS:
            task |= {"table_no": task["table_no"] + 1, "after": None}
        else:
            task |= {"after": rows[-1][1]}
    return task if task["table_no"] < len(tables) else None


def exported_tables(work: Work, service: str, entities: Sequence[str]) -> list[Table]:
    """The tables an export holds; *entities* (``service.table``) limits them when given."""
    return [
        table
        for table in work.metadata.sorted_tables
        if table.name not in NOT_EXPORTED
        and "organisation_id" in table.c
        and (not entities or f"{service}.{table.name}" in entities)
    ]


def exported_columns(table: Table, holdings: Holdings, field_classes: Sequence[str]) -> list[Any]:
    """The columns a caller with these classes may take along; never secrets, never bytes."""
    return [
        column
        for column in table.c
        if column.computed is None
        and column.type.__class__.__name__ not in ("LargeBinary", "BYTEA")
        and f"{table.name}.{column.name}" not in holdings.secrets
        and holdings.classes.get(f"{table.name}.{column.name}", "") in ("", *field_classes)
    ]


def _rows(
    work: Work, table: Table, holdings: Holdings, task: dict[str, Any]
) -> list[tuple[str, list[str]]]:
    """A page of rows as JSON, each with its key."""
    keys = list(table.primary_key.columns)
    columns = exported_columns(table, holdings, task["field_classes"])
    wanted = select(*columns, *(key.label(f"key_{n}") for n, key in enumerate(keys)))
    wanted = wanted.where(mine(work, table))
    if task["subject"] is not None:
        subject: SubjectState = load(SubjectState, task["subject"])
        traces = Traces(subject, UUID(task["export_id"]))
        about = naming(table, holdings, traces, with_bytes=False)
        if table.name in holdings.employees or about is None:
            return []
        wanted = wanted.where(about)
    if task["after"] is not None:
        after = [_typed(key, each) for key, each in zip(keys, task["after"], strict=True)]
        wanted = wanted.where(tuple_(*keys) > tuple_(*after))
    page = wanted.order_by(*keys).limit(PAGE_ROWS).subquery("page")
    marks = [page.c[f"key_{n}"] for n in range(len(keys))]
    hidden = ", ".join(f"'key_{n}'" for n in range(len(keys)))
    whole = literal_column(f"(to_jsonb(page) - ARRAY[{hidden}])::text", type_=Text)
    rows = work.session.execute(select(whole, *marks).select_from(page).order_by(*marks))
    return [(str(row[0]), [str(each) for each in row[1:]]) for row in rows]


def _typed(column: Any, value: str) -> Any:
    kind = column.type.python_type
    return kind(value) if kind in (UUID, int) else value


def _store(
    work: Work,
    service: str,
    table: Table,
    rows: list[tuple[str, list[str]]],
    task: dict[str, Any],
) -> None:
    is_first, is_last = task["after"] is None, len(rows) < PAGE_ROWS
    if is_first and not rows:
        return
    counts = task["counts"]
    name = f"{service}/{table.name}"
    counts[name_of(table)] = counts.get(table.name, 0) + len(rows)
    plain = [each for each, _ in rows]
    body = ",\n".join(plain)
    whole = f"{'[' if is_first else ',' if rows else ''}\n{body}{chr(10) + ']' if is_last else ''}"
    _add(work, task, f"{name}.json", len(rows), whole.encode())
    if rows:
        _add(work, task, f"{name}.csv", len(rows), _csv(plain, task, is_first=is_first))


def _csv(plain: list[str], task: dict[str, Any], *, is_first: bool) -> bytes:
    """Rows as CSV; the columns are those of the first page."""
    records = [json.loads(each, parse_float=Decimal) for each in plain]
    if is_first:
        task["columns"] = sorted(records[0])
    columns = task["columns"]
    head, whole = io.BytesIO(), io.BytesIO()
    write_csv(head, columns, [])
    write_csv(whole, columns, ([_cell(each.get(name)) for name in columns] for each in records))
    return whole.getvalue() if is_first else whole.getvalue()[head.tell() :]


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _add(work: Work, task: dict[str, Any], name: str, rows: int, content: bytes) -> None:
    task["seq"] += 1
    work.session.execute(
        insert(work.table("export_chunks")).values(
            organisation_id=work.caller.organisation_id,
            export_id=UUID(task["export_id"]),
            seq=task["seq"],
            kind=task["kind"],
            name=name,
            rows=rows,
            content=zlib.compress(content),
            expires_at=datetime.fromisoformat(task["expires_at"]),
        )
    )


def counted(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    """The numbers of rows written, as a part reports them."""
    return {name: {"written": number} for name, number in counts.items()}


def first_task(event: Any) -> dict[str, Any]:
    """What there is to write for an export that was asked for."""
    return {
        "export_id": str(event.export_id),
        "kind": event.kind,
        "field_classes": event.field_classes,
        "expires_at": event.expires_at.isoformat(),
        "entities": event.entities,
        "subject": None if event.subject is None else dump(event.subject),
        "table_no": 0,
        "after": None,
        "seq": 0,
        "counts": {},
    }


def count_traces(work: Work, holdings: Holdings, table: Table, traces: Traces) -> int:
    """How many rows of a table name the person."""
    about = naming(table, holdings, traces, with_bytes=False)
    if about is None:
        return 0
    return int(
        work.session.execute(
            select(sql.count()).select_from(table).where(mine(work, table), about)
        ).scalar_one()
    )
