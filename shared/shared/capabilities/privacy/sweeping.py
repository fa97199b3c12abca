"""
Forgetting a person in one service's database: every table, every text, also those to come.

Nothing has to be registered for a table to be swept; a service only says what goes whole, what
the law makes it keep, and how bytes are read.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, Table, Text, Uuid, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.capabilities.privacy.coding import cleaned_bytes
from shared.capabilities.privacy.holdings import NOT_SEARCHED, Counts, Holdings, mine, name_of
from shared.capabilities.privacy.removing import (
    drop_copies,
    remove_persons,
    rows_about,
    unlink,
)
from shared.capabilities.privacy.traces import Traces, texts_in
from shared.contracts.privacy import SubjectState
from shared.persistence.work import Work

_LONG = text("SET LOCAL statement_timeout = '120s'")
_OPEN_AUDIT = text("SELECT set_config('app.erasure', :request_id, true)")
_BATCH = 200


def forget_person(
    work: Work, holdings: Holdings, *, request_id: UUID, subject: SubjectState
) -> Counts:
    """
    Erase and anonymise everything about a person here; twice does no harm.

    Returns:
        Table → erased, anonymised, held → number of rows.
    """
    work.session.execute(_LONG)
    work.session.execute(_OPEN_AUDIT, {"request_id": str(request_id)})
    his = rows_about(work, holdings, subject.contact_ids)
    traces = Traces(subject, request_id, his)
    counts: Counts = {}
    touched: dict[str, list[Any]] = {}
    for table in swept_tables(work, holdings):
        keys = _sweep(work, table, holdings, traces)
        if keys:
            outcome = "held" if table.name in holdings.bookkeeping else "anonymised"
            counts[name_of(table)] = {outcome: len(keys)}
            touched[name_of(table)] = [key[0] for key in keys]
    _add(counts, remove_persons(work, holdings, subject.contact_ids))
    unlink(work, swept_tables(work, holdings), subject.contact_ids)
    _add(counts, drop_copies(work))
    if holdings.finish is not None:
        _add(counts, holdings.finish(work, subject, touched))
    return counts


def swept_tables(work: Work, holdings: Holdings) -> list[Table]:
    """Every table a person may stand in, in a fixed order."""
    return [
        table
        for table in work.metadata.sorted_tables
        if table.name not in NOT_SEARCHED | holdings.employees and mine(work, table) is not None
    ]


def texts_of(table: Table, holdings: Holdings) -> list[Any]:
    """The columns of a table that hold text, plain or structured, and are stored as given."""
    return [
        column
        for column in table.c
        if column.computed is None
        and f"{table.name}.{column.name}" not in holdings.secrets
        and (
            type(column.type) in (Text, CHAR, JSONB)
            or (isinstance(column.type, ARRAY) and type(column.type.item_type) is Text)
        )
    ]


def bytes_of(table: Table, holdings: Holdings) -> list[tuple[Any, str]]:
    """The columns of bytes that can be read, each with its coding."""
    found = []
    for column in table.c:
        coding = holdings.coding_of(f"{table.name}.{column.name}")
        if coding not in (None, "sealed"):
            found.append((column, str(coding)))
    return found


def naming(table: Table, holdings: Holdings, traces: Traces, *, with_bytes: bool = True) -> Any:
    """The rows of a table that name the person in a text or by id, as a condition; or None."""
    looked = [*texts_of(table, holdings), *ids_of(table)]
    conditions = []
    if looked and traces.posix:
        whole = func.concat_ws(" ", *(column.cast(Text) for column in looked))
        conditions.append(whole.op("~*")(traces.posix))
    for column, coding in bytes_of(table, holdings) if with_bytes else ():
        if coding == "json":
            conditions += [_holds(column, needle) for needle in traces.needles]
        else:
            conditions.append(column.is_not(None))
    return or_(*conditions) if conditions else None


def ids_of(table: Table) -> list[Any]:
    """Columns that may say which contact a row is about."""
    return [
        column
        for column in table.c
        if type(column.type) is Uuid
        or (isinstance(column.type, ARRAY) and type(column.type.item_type) is Uuid)
    ]


def _holds(column: Any, needle: bytes) -> Any:
    return func.strpos(func.encode(column, "hex"), needle.hex()) > 0


def _sweep(work: Work, table: Table, holdings: Holdings, traces: Traces) -> list[tuple[Any, ...]]:
    """Replace the person in one table; the keys of the rows that changed."""
    found = naming(table, holdings, traces)
    if found is None:
        return []
    keys = list(table.primary_key.columns)
    wanted = select(*keys).where(mine(work, table), found)
    if table.name == "reference_copies":
        wanted = wanted.where(table.c.kind != "user")
    changed = []
    rows = [tuple(row) for row in work.session.execute(wanted)]
    for start in range(0, len(rows), _BATCH):
        changed += _sweep_rows(work, table, rows[start : start + _BATCH], holdings, traces)
    return changed


def _sweep_rows(
    work: Work,
    table: Table,
    rows: Sequence[tuple[Any, ...]],
    holdings: Holdings,
    traces: Traces,
) -> list[tuple[Any, ...]]:
    changed = []
    for key in rows:
        where = [column == each for column, each in zip(table.primary_key, key, strict=True)]
        row = work.session.execute(select(table).where(*where)).one()._mapping
        values = _new_values(table, row, holdings, traces)
        if not values:
            continue
        if {"version", "updated_at"} <= set(table.c.keys()):
            values |= {"version": row["version"] + 1, "updated_at": work.now()}
        work.session.execute(update(table).where(*where).values(values))
        changed.append(key)
    return changed


def _new_values(table: Table, row: Any, holdings: Holdings, traces: Traces) -> dict[str, Any]:
    columns = texts_of(table, holdings)
    said = [each for column in (*columns, *ids_of(table)) for each in texts_in(row[column.name])]
    is_linked = traces.are_about(said)
    values = {}
    for column in columns:
        cleaned = traces.clean(row[column.name], is_linked=is_linked)
        if cleaned != row[column.name] and not column.primary_key:
            values[column.name] = cleaned
    for column, coding in bytes_of(table, holdings):
        content = row[column.name]
        if (
            content is not None
            and (new := cleaned_bytes(bytes(content), coding, traces)) is not None
        ):
            values[column.name] = new
    return values


def _add(counts: Counts, more: Counts) -> None:
    for table, each in more.items():
        mine_of = counts.setdefault(table, {})
        for outcome, number in each.items():
            mine_of[outcome] = mine_of.get(outcome, 0) + number
