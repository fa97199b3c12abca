"""
Moving references from one record to another, and back: the tables and statements of merging.

Every move is written down row by row, so that moving back finds exactly those rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    MetaData,
    Table,
    Text,
    Update,
    Uuid,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from shared.persistence.work import Work

Columns = Mapping[str, Sequence[Column[Any]]]  # kind → the columns that hold ids of it


# Tables that refuse changes let a customer be replaced while this is set, and nothing else.
_MOVING = text("SELECT set_config('app.merging', :state, true)")


def add_moving_tables(metadata: MetaData) -> None:
    """Declare what a service keeps that follows merges."""
    Table(
        "merged_records",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("id", Uuid, primary_key=True, comment="what was merged into another"),
        Column("into_id", Uuid, comment="null once it was taken apart again"),
        Column("version", BigInteger, nullable=False),
    )
    Table(
        "moved_references",
        metadata,
        Column("organisation_id", Uuid, primary_key=True),
        Column("loser_id", Uuid, primary_key=True),
        Column("table_name", Text, primary_key=True),
        Column("column_name", Text, primary_key=True),
        Column("row_key", Text, primary_key=True, comment="primary key of the row"),
        Column("kind", Text, nullable=False),
        Column("survivor_id", Uuid, nullable=False),
        Column("moved_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
        Index("ix_moved_references_survivor_id", "organisation_id", "survivor_id"),
    )


def create_moving_tables(op: Any) -> None:
    """Create them; called by a migration of each service that follows merges."""
    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})
    add_moving_tables(metadata)
    metadata.create_all(op.get_bind())
    from shared.persistence.migrations import protect  # here: only migrations need it

    protect(op, *metadata.tables)


def move(
    work: Work, columns: Sequence[Column[Any]], *, kind: str, loser_id: UUID, survivor_id: UUID
) -> dict[str, int]:
    """Make rows that name the loser name the survivor; how many by table."""
    counts: dict[str, int] = {}
    work.session.execute(_MOVING, {"state": "on"})
    for column in columns:
        name = str(column.table.name)  # a quoted name is no plain JSON
        counts[name] = counts.get(name, 0) + _move(work, column, kind, loser_id, survivor_id)
    work.session.execute(_MOVING, {"state": ""})
    return counts


def move_back(
    work: Work, columns: Sequence[Column[Any]], *, loser_id: UUID, survivor_id: UUID
) -> dict[str, int]:
    """Make rows that were moved and still name the survivor name the loser again."""
    counts: dict[str, int] = {}
    work.session.execute(_MOVING, {"state": "on"})
    for column in columns:
        name = str(column.table.name)  # a quoted name is no plain JSON
        counts[name] = counts.get(name, 0) + _move_back(work, column, loser_id, survivor_id)
    work.session.execute(_MOVING, {"state": ""})
    return counts


def count_references(work: Work, columns: Sequence[Column[Any]], record_id: UUID) -> dict[str, int]:
    """How many rows name a record, by table."""
    counts: dict[str, int] = {}
    for column in columns:
        table = column.table
        found = work.session.execute(
            select(func.count())
            .select_from(table)
            .where(table.c.organisation_id == work.caller.organisation_id, column == record_id)
        ).scalar_one()
        counts[str(table.name)] = counts.get(table.name, 0) + found
    return counts


def _move(work: Work, column: Column[Any], kind: str, loser_id: UUID, survivor_id: UUID) -> int:
    organisation_id, key = work.caller.organisation_id, _key_of(column)
    moved = (
        _changed(work, column, survivor_id)
        .where(column.table.c.organisation_id == organisation_id, column == loser_id)
        .returning(cast(key, Text).label("row_key"))
        .cte("moved")
    )
    target = work.table("moved_references")
    written = {
        "organisation_id": literal(organisation_id, Uuid),
        "loser_id": literal(loser_id, Uuid),
        "table_name": literal(column.table.name),
        "column_name": literal(column.name),
        "row_key": moved.c.row_key,
        "kind": literal(kind),
        "survivor_id": literal(survivor_id, Uuid),
    }
    noted = (
        insert(target)
        .from_select(list(written), select(*written.values()).select_from(moved))
        .returning(target.c.row_key)
        .cte("noted")
    )
    return work.session.execute(select(func.count()).select_from(noted)).scalar_one()


def _move_back(work: Work, column: Column[Any], loser_id: UUID, survivor_id: UUID) -> int:
    moved = work.table("moved_references")
    mine = (
        (moved.c.organisation_id == work.caller.organisation_id)
        & (moved.c.loser_id == loser_id)
        & (moved.c.table_name == column.table.name)
        & (moved.c.column_name == column.name)
    )
    key = _key_of(column)
    back = (
        _changed(work, column, loser_id)
        .where(mine, moved.c.survivor_id == survivor_id)
        .where(column.table.c.organisation_id == work.caller.organisation_id)
        .where(key == cast(moved.c.row_key, key.type), column == survivor_id)
        .returning(cast(key, Text).label("row_key"))
        .cte("back")
    )
    found = work.session.execute(select(func.count()).select_from(back)).scalar_one()
    work.session.execute(delete(moved).where(mine, moved.c.survivor_id == survivor_id))
    return found


def _changed(work: Work, column: Column[Any], new_id: UUID) -> Update:
    """A record whose reference moves has another version: nobody writes over it unseen."""
    table = column.table
    values: dict[Any, Any] = {column: new_id}
    if "version" in table.c and "updated_at" in table.c:
        values[table.c.version] = table.c.version + 1
        values[table.c.updated_at] = work.now()
    return update(table).values(values)


def _key_of(column: Column[Any]) -> Column[Any]:
    keys = [each for each in column.table.primary_key if each.name != "organisation_id"]
    if len(keys) != 1:
        raise TypeError(f"{column.table.name} has no key of one column")
    return keys[0]
