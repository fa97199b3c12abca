"""
Following merges: when crm makes one record of two, every service's rows go with it, and back.

A service declares which columns hold ids of customers and contacts.  What is known of a record
(``merged_records``) is the newest of its events, whatever order they come in; rows are then made
to agree with it, so the same event twice, or late, changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.dialects.postgresql import insert as upsert

from shared.contracts.crm.merge_events import (
    ContactMergedV1,
    ContactUnmergedV1,
    CustomerMergedV1,
    CustomerUnmergedV1,
)
from shared.contracts.declare import Event, aggregate_of
from shared.messaging.effects import EventHandler
from shared.messaging.timers import DueItem, when_due
from shared.persistence.moving import Columns, move, move_back
from shared.persistence.work import Work

MERGES: dict[str, tuple[type[Event], ...]] = {
    "customer": (CustomerMergedV1, CustomerUnmergedV1),
    "contact": (ContactMergedV1, ContactUnmergedV1),
}
_SWEEP = "merge_sweep"
# A command that looked the record up just before the merge has long been stored by then.
_SWEEP_AFTER = timedelta(seconds=60)
_LONGEST_CHAIN = 50

Before = Callable[[Any, str, UUID, UUID], None]  # work, kind, loser, survivor
After = Callable[[Any, str, UUID], None]  # work, kind, what was merged or taken apart


class MergeFollower:
    """
    Lets the rows of one service follow merges.

    Args:
        columns: By kind, the columns that hold ids.
        before: Run before rows are moved; must bear being run again, as *after* must.
        after: Run after rows were moved or moved back.
    """

    def __init__(
        self, columns: Columns, *, before: Before | None = None, after: After | None = None
    ) -> None:
        self.columns = columns
        self._before = before
        self._after = after

    def handlers(self) -> dict[type[Event], EventHandler]:
        """Handlers of every event that concerns the declared columns."""
        return {
            event: EventHandler(self._handler(kind), True)
            for kind in self.columns
            for event in MERGES[kind]
        }

    @when_due(_SWEEP)
    def sweep(self, item: DueItem, work: Work) -> None:
        """Look again for rows that were being written when the merge was."""
        self.follow(work, item.payload["kind"], UUID(item.key))

    def follow(self, work: Work, kind: str, record_id: UUID) -> None:
        """Make rows agree with what is known of a record."""
        into_id = merged_into(work, kind, [record_id]).get(record_id)
        if into_id is None:
            self._go_back(work, kind, record_id)
        else:
            if self._before is not None:
                self._before(work, kind, record_id, into_id)
            move(work, self.columns[kind], kind=kind, loser_id=record_id, survivor_id=into_id)
        if self._after is not None:
            self._after(work, kind, record_id)
        if into_id is not None and merged_into(work, kind, [into_id]).get(into_id):
            self.follow(work, kind, into_id)

    def _handler(self, kind: str) -> Callable[..., None]:
        def handle(event: Event, work: Work) -> None:
            record_id, version = aggregate_of(event)
            into_id = getattr(event, "merged_into_id", None)
            if remember_merge(work, kind, record_id, into_id=into_id, version=version):
                self.follow(work, kind, record_id)
                due_at = work.now() + _SWEEP_AFTER
                work.schedule(_SWEEP, str(record_id), due_at, {"kind": kind})

        return handle

    def _go_back(self, work: Work, kind: str, record_id: UUID) -> None:
        """
        Rows return to where they came from, and on to what was merged into this one before.

        While the record they are at now is itself merged into another, they wait for its return.
        """
        moved = work.table("moved_references")
        mine = moved.c.organisation_id == work.caller.organisation_id
        survivors = work.session.execute(
            select(moved.c.survivor_id).where(mine, moved.c.loser_id == record_id).distinct()
        ).scalars()
        for survivor_id in survivors.all():
            if not merged_into(work, kind, [survivor_id]).get(survivor_id):
                columns = self.columns[kind]
                move_back(work, columns, loser_id=record_id, survivor_id=survivor_id)
        waiting = work.session.execute(
            select(moved.c.loser_id).where(mine, moved.c.survivor_id == record_id).distinct()
        ).scalars()
        for loser_id in waiting.all():
            if not merged_into(work, kind, [loser_id]).get(loser_id):
                self._go_back(work, kind, loser_id)


def remember_merge(
    work: Work, kind: str, record_id: UUID, *, into_id: UUID | None, version: int
) -> bool:
    """Keep what an event says of a record; False when a newer one has been here."""
    table = work.table("merged_records")
    values = {"into_id": into_id, "version": version}
    statement = upsert(table).values(
        organisation_id=work.caller.organisation_id, kind=kind, id=record_id, **values
    )
    kept = work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["organisation_id", "kind", "id"],
            set_=values,
            where=table.c.version <= statement.excluded.version,
        ).returning(table.c.id)
    ).scalar()
    return kept is not None


def merged_into(work: Work, kind: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of *ids* that were merged into another record, and into which."""
    table = work.table("merged_records")
    rows = work.session.execute(
        select(table.c.id, table.c.into_id)
        .where(table.c.organisation_id == work.caller.organisation_id)
        .where(table.c.kind == kind, table.c.id.in_(set(ids)), table.c.into_id.is_not(None))
    )
    return {row.id: row.into_id for row in rows}


def survivors_of(work: Work, kind: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of *ids* that were merged, and the record at the end of the chain."""
    ends = merged_into(work, kind, ids)
    for _ in range(_LONGEST_CHAIN):
        further = merged_into(work, kind, ends.values()) if ends else {}
        if not further:
            break
        ends = {loser_id: further.get(end, end) for loser_id, end in ends.items()}
    return ends


def redirect(columns: Columns) -> Callable[[Work, Sequence[Any]], None]:
    """
    What stands before every store: a record that still names what was merged names the survivor.

    So a late event, an old form or a copied case never brings a merged customer back.
    """
    watched = {column: kind for kind, of_kind in columns.items() for column in of_kind}

    def before_storing(work: Work, records: Sequence[Any]) -> None:
        named: dict[str, list[tuple[Any, str, UUID]]] = {}
        for record in records:
            for column, kind in watched.items():
                if (found := _named(record, column)) is not None:
                    named.setdefault(kind, []).append((record, *found))
        for kind, places in named.items():
            ends = survivors_of(work, kind, [record_id for _, _, record_id in places])
            for record, attribute, record_id in places:
                if record_id in ends:
                    setattr(record, attribute, ends[record_id])
                    # Rows stored beside it without being records are found by the sweep.
                    work.schedule(_SWEEP, str(record_id), work.now(), {"kind": kind})

    return before_storing


def _named(record: Any, column: Any) -> tuple[str, UUID] | None:
    """The attribute and the id, when the record is stored in the column's table with a new one."""
    state = inspect(record)
    if state.mapper.local_table is not column.table:
        return None
    attribute = state.mapper.get_property_by_column(column).key
    value = getattr(record, attribute)
    is_new = not state.persistent or state.attrs[attribute].history.has_changes()
    return (attribute, value) if value is not None and is_new else None
