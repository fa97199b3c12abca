"""The rows that go whole when a person is forgotten, and the ties to him that are cut."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from shared.capabilities.privacy.holdings import Counts, Holdings, mine, name_of
from shared.persistence.work import Work

_KEYS, _KEY_LISTS = "contact_id", "contact_ids"


def rows_about(work: Work, holdings: Holdings, ids: Sequence[UUID]) -> list[UUID]:
    """Ids of the rows that will go: what says so elsewhere, an audit entry, is about him too."""
    found: list[UUID] = []
    for name, column in holdings.persons.items():
        _follow(work, holdings, work.metadata.tables[name].c[column], list(ids), found)
    return [each for each in dict.fromkeys(found) if isinstance(each, UUID)]


def _follow(
    work: Work, holdings: Holdings, column: Any, values: list[Any], found: list[Any]
) -> None:
    keys = list(column.table.primary_key.columns)
    if len(keys) != 1 or not values:
        return
    where = [mine(work, column.table), column.in_(values)]
    going = list(work.session.execute(select(keys[0]).where(*where)).scalars())
    found += going
    for child in _pointing_to(work, keys[0]):
        if goes_along(child, holdings):
            _follow(work, holdings, child, going, found)


def goes_along(child: Any, holdings: Holdings) -> bool:
    """Whether rows of a table go with the row this key of theirs points to."""
    return not child.nullable or f"{child.table.name}.{child.name}" in holdings.parts


def remove_persons(work: Work, holdings: Holdings, ids: Sequence[UUID]) -> Counts:
    """Delete the rows that are all about the person, with what hangs on them."""
    counts: Counts = defaultdict(lambda: {"erased": 0})
    for name, column in holdings.persons.items():
        column_of = work.metadata.tables[name].c[column]
        _remove(work, holdings, column_of, list(ids), counts)
    return {name: each for name, each in counts.items() if each["erased"]}


def _remove(work: Work, holdings: Holdings, column: Any, values: list[Any], counts: Counts) -> None:
    """Delete rows with all that hangs on them; what can do without them is only let go."""
    table = column.table
    keys = list(table.primary_key.columns)
    where = [mine(work, table), column.in_(values)]
    if len(keys) == 1 and values:
        gone = list(work.session.execute(select(keys[0]).where(*where)).scalars())
        for child in _pointing_to(work, keys[0]):
            if not goes_along(child, holdings):
                work.session.execute(
                    update(child.table)
                    .where(mine(work, child.table), child.in_(gone))
                    .values({child.name: None})
                )
            elif gone:
                _remove(work, holdings, child, gone, counts)
    removed = work.session.execute(delete(table).where(*where).returning(*keys)).all()
    counts.setdefault(name_of(table), {"erased": 0})
    counts[name_of(table)]["erased"] += len(removed)


def _pointing_to(work: Work, key: Any) -> list[Any]:
    return [
        foreign.parent
        for table in work.metadata.sorted_tables
        for foreign in table.foreign_keys
        if foreign.column is key
    ]


def unlink(work: Work, tables: Sequence[Table], ids: Sequence[UUID]) -> None:
    """Let go of contacts that other services own: their ids stand in plain columns."""
    for table in tables:
        if _KEYS in table.c and table.c[_KEYS].nullable:
            column = table.c[_KEYS]
            work.session.execute(
                update(table).where(mine(work, table), column.in_(ids)).values({_KEYS: None})
            )
        if _KEY_LISTS in table.c and isinstance(table.c[_KEY_LISTS].type, ARRAY):
            listed = table.c[_KEY_LISTS]
            for each in ids:
                work.session.execute(
                    update(table)
                    .where(mine(work, table), listed.contains([each]))
                    .values({_KEY_LISTS: func.array_remove(listed, each)})
                )


def drop_copies(work: Work) -> Counts:
    """Exports made before hold the person too; they are dropped whole and can be made again."""
    chunks = work.table("export_chunks")
    dropped = work.session.execute(
        delete(chunks).where(mine(work, chunks)).returning(chunks.c.seq)
    ).all()
    return {"export_chunks": {"erased": len(dropped)}} if dropped else {}
