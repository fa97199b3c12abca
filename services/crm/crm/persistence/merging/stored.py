"""Merges: loading and listing them, moving what belongs to a record, and moving it back."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.merging.views import MergeView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.moving import count_references, move, move_back
from shared.persistence.records import get_record
from sqlalchemy import and_, exists, or_, select

from crm.domain.merging.merges import Merge
from crm.persistence.merging import images, places
from crm.persistence.merging.columns import JOINED, MOVED
from crm.persistence.merging.tables import merges
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SHOWN = [name for name in MergeView.__struct_fields__ if name in merges.c]
_TABLES = {"customer": customers, "contact": contacts}
_MERGES = Listing(
    merges,
    filters={
        name: merges.c[name]
        for name in ("kind", "state", "survivor_id", "loser_id", "merged_by", "merged_at")
    },
    sorts={"merged_at": merges.c.merged_at},
    default_sort="-merged_at",
)


class StoredMerges:
    """The merges of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, merge_id: UUID) -> Merge:
        """Load one; ``crm.merge_unknown``."""
        return get_record(self._work, Merge, merge_id, unknown="crm.merge_unknown", lock=True)

    def of_loser(self, kind: str, loser_id: UUID) -> UUID | None:
        """The merge that made a record part of another."""
        return self._first(merges.c.loser_id == loser_id, merges.c.kind == kind)

    def newer_of(self, merge: Merge) -> UUID | None:
        """A later merge of the survivor that stands in the way of taking this one back."""
        its = or_(merges.c.survivor_id == merge.survivor_id, merges.c.loser_id == merge.survivor_id)
        return self._first(its, merges.c.merged_at > merge.merged_at, merges.c.id != merge.id)

    def called(self, kind: str, external_id: str, *, but: tuple[UUID, UUID]) -> bool:
        """Whether a third live record is called so in another system."""
        table = _TABLES[kind]
        same = table.c.organisation_id == self._work.caller.organisation_id
        return self._work.session.execute(
            select(
                exists().where(
                    same,
                    table.c.external_id == external_id,
                    table.c.archived_at.is_(None),
                    table.c.id.not_in(but),
                )
            )
        ).scalar_one()

    def page(self, query: ListQuery) -> Page[MergeView]:
        """A page of the merges whose survivor the caller may see."""
        return _MERGES.page(
            self._work,
            query,
            where=self._visible(),
            columns=[merges.c[name] for name in _SHOWN],
            to_view=lambda row: MergeView(**{name: getattr(row, name) for name in _SHOWN}),
        )

    def count(self, kind: str, record_id: UUID) -> dict[str, int]:
        """How many rows would follow, by table."""
        plain = [each for each in (*MOVED[kind], *JOINED[kind]) if each.name != "contact_ids"]
        return count_references(self._work, plain, record_id)

    def before(self, merge: Merge) -> images.Rows:
        """How everything stands that may be changed in place."""
        ids = (merge.survivor_id, merge.loser_id)
        own = images.take(self._work, _TABLES[merge.kind], ids)
        return own | places.images_of(self._work, merge.kind, ids)

    def join(self, merge: Merge) -> None:
        """Let everything of the loser follow the survivor; both are locked already."""
        ids: dict[str, Any] = {"survivor_id": merge.survivor_id, "loser_id": merge.loser_id}
        if merge.kind == "customer":
            places.join_addresses(self._work, **ids)
            places.join_affiliations(self._work, of="customer_id", by="contact_id", **ids)
            places.touch_contacts(self._work, (merge.survivor_id, merge.loser_id))
        else:
            places.join_affiliations(self._work, of="contact_id", by="customer_id", **ids)
            places.join_meetings(self._work, **ids)
        merge.undo = {"list_ids": places.join_lists(self._work, **ids)}
        merge.moved = move(self._work, MOVED[merge.kind], kind=merge.kind, **ids)

    def remember(self, merge: Merge, before: images.Rows) -> None:
        """Keep what brings everything back, and how many rows were settled one by one."""
        after: images.Rows = {}
        for name in {table for table, _ in before}:
            table = self._work.table(name)
            ids = [UUID(row_id) for of_table, row_id in before if of_table == name]
            after |= images.take(self._work, table, ids)
        merge.undo = {**merge.undo, "images": images.differences(before, after)}
        counts = dict(merge.moved)
        for image in merge.undo["images"]:
            if image["table"] != _TABLES[merge.kind].name:
                counts[image["table"]] = counts.get(image["table"], 0) + 1
        merge.moved = {name: number for name, number in counts.items() if number}

    def part(self, merge: Merge) -> list[str]:
        """Put everything back; what was changed meanwhile and therefore stays as it is."""
        # The survivor first: it may hold a number that is the loser's again.
        ordered = sorted(merge.undo["images"], key=lambda each: each["id"] == str(merge.loser_id))
        kept = images.put_back(self._work, ordered)
        ids = {"loser_id": merge.loser_id, "survivor_id": merge.survivor_id}
        move_back(self._work, MOVED[merge.kind], **ids)
        places.leave_lists(self._work, merge.survivor_id, merge.undo["list_ids"])
        if merge.kind == "customer":
            places.touch_contacts(self._work, (merge.survivor_id, merge.loser_id))
        return kept

    def _visible(self) -> Any:
        caller = self._work.caller
        seen = or_(
            and_(
                merges.c.kind == "customer",
                merges.c.survivor_id.in_(select(customers.c.id).where(visible_customers(caller))),
            ),
            and_(
                merges.c.kind == "contact",
                merges.c.survivor_id.in_(select(contacts.c.id).where(visible_contacts(caller))),
            ),
        )
        return and_(merges.c.organisation_id == caller.organisation_id, seen)

    def _first(self, *conditions: Any) -> UUID | None:
        return self._work.session.execute(
            select(merges.c.id)
            .where(merges.c.organisation_id == self._work.caller.organisation_id)
            .where(merges.c.state == "merged", *conditions)
            .order_by(merges.c.merged_at.desc())
            .limit(1)
        ).scalar()
