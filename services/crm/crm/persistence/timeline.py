"""The timeline: writing what happened, and reading what the caller may see of it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.statements import Statement, parameter
from shared.contracts.crm.timeline_views import TimelineEntryView, TimelineSectionView
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import Integer, Uuid, and_, case, delete, func, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.activities import BUSY
from crm.domain.timeline import TimelineEntry
from crm.persistence.activity_tables import timeline_entries
from crm.persistence.visibility import visible_entries

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_FILTERS = ("kind", "ref_kind", "ref_id", "owner_id", "at")
_PLAIN = ("id", "at", "kind", "title", "ref_kind", "ref_id", "owner_id")
_NEWEST = Statement(
    lambda caller: (
        select(timeline_entries, func.count().over().label("total"))
        .where(timeline_entries.c.customer_id == parameter("customer_id", Uuid))
        .where(visible_entries(caller))
        .order_by(timeline_entries.c.at.desc(), timeline_entries.c.id.desc())
        .limit(parameter("limit", Integer))
    )
)


class StoredTimeline:
    """The timeline entries of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def put(self, entry: TimelineEntry) -> None:
        """Write an entry, or replace the one with its key unless that is newer."""
        values = row_of(entry)
        values["customer_id"] = self._work.customers.standing_for(entry.customer_id)
        statement = upsert(timeline_entries).values(
            id=new_id(), organisation_id=self._work.caller.organisation_id, **values
        )
        self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=["organisation_id", "key"],
                set_=values,
                where=timeline_entries.c.ref_version <= statement.excluded.ref_version,
            )
        )

    def hand_over(
        self,
        ref_kind: str,
        ref_id: UUID,
        *,
        owner_id: UUID | None,
        unit_id: UUID | None,
    ) -> None:
        """The record changed hands: rights to its entries follow."""
        entries = timeline_entries
        self._work.session.execute(
            update(entries)
            .where(entries.c.organisation_id == self._work.caller.organisation_id)
            .where(entries.c.ref_kind == ref_kind, entries.c.ref_id == ref_id)
            .values(owner_id=owner_id, unit_id=unit_id)
        )

    def forget(self, ref_kind: str, ref_id: UUID) -> None:
        """Take out every entry of a record that was put away."""
        entries = timeline_entries
        self._work.session.execute(
            delete(entries)
            .where(entries.c.organisation_id == self._work.caller.organisation_id)
            .where(entries.c.ref_kind == ref_kind, entries.c.ref_id == ref_id)
        )

    def withdraw(self, key: str) -> None:
        """Take out one entry."""
        entries = timeline_entries
        self._work.session.execute(
            delete(entries)
            .where(entries.c.organisation_id == self._work.caller.organisation_id)
            .where(entries.c.key == key)
        )

    def page(self, customer_id: UUID, query: ListQuery) -> Page[TimelineEntryView]:
        """A page of a customer's timeline; the customer's visibility is the caller's concern."""
        caller = self._work.caller
        return _listing(caller).page(
            self._work,
            query,
            where=and_(timeline_entries.c.customer_id == customer_id, visible_entries(caller)),
            to_view=lambda row: _view(row, caller),
        )

    def newest(self, customer_id: UUID, *, limit: int) -> TimelineSectionView:
        """The newest entries and how many there are; one statement."""
        rows = _NEWEST.run(self._work, customer_id=customer_id, limit=limit).all()
        return TimelineSectionView(
            items=[_view(row, self._work.caller) for row in rows],
            total=rows[0].total if rows else 0,
        )


def _listing(caller: Caller) -> Listing:
    """What private entries hide is not found, either."""
    entries = timeline_entries
    open_to_me = or_(not_(entries.c.is_private), entries.c.owner_id == caller.actor_id)
    return Listing(
        entries,
        filters={name: entries.c[name] for name in _FILTERS},
        sorts={"at": entries.c.at},
        default_sort="-at",
        search=[case((open_to_me, entries.c.title))],
    )


def row_of(entry: TimelineEntry) -> dict[str, Any]:
    """An entry as column values, without id and organisation."""
    return {
        "key": entry.key,
        "customer_id": entry.customer_id,
        "at": entry.at,
        "kind": entry.kind,
        "title": entry.title[:300],
        "ref_kind": entry.ref_kind,
        "ref_id": entry.ref_id,
        "ref_version": entry.ref_version,
        "owner_id": entry.owner_id,
        "unit_id": entry.unit_id,
        "amount_minor": entry.amount.amount_minor if entry.amount else None,
        "amount_currency": entry.amount.currency if entry.amount else None,
        "is_private": entry.is_private,
    }


def _view(row: Any, caller: Caller) -> TimelineEntryView:
    values = {name: getattr(row, name) for name in _PLAIN}
    if row.is_private and row.owner_id != caller.actor_id:
        values["title"] = BUSY
    amount = None
    if row.amount_minor is not None:
        amount = Money(row.amount_minor, row.amount_currency)
    return TimelineEntryView(**values, amount=amount)
