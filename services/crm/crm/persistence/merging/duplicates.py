"""Pairs that may be the same: what records are compared by, the keys, and what was found."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.merging.views import DuplicateView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.merging.scores import Alike, Traits
from crm.persistence.merging import traits
from crm.persistence.merging.tables import duplicates, match_keys
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_IN_A_BLOCK = 200  # a key that more records share says nothing


def _has(value: str) -> ColumnElement[bool]:
    return or_(duplicates.c.first_id == value, duplicates.c.second_id == value)


_DUPLICATES = Listing(
    duplicates,
    filters={name: duplicates.c[name] for name in ("kind", "score_bp", "found_at")},
    sorts={"score": duplicates.c.score_bp, "found_at": duplicates.c.found_at},
    default_sort="-score",
    special={"state": lambda value: duplicates.c.state == value, "record_id": _has},
)


class StoredDuplicates:
    """Pairs of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def traits_of(self, kind: str, ids: Sequence[UUID]) -> dict[UUID, Traits]:
        """What live records are compared by; two statements at most."""
        return traits.read(self._work, kind, ids)

    def keep_keys(self, kind: str, keys: Mapping[UUID, set[str]]) -> None:
        """Replace the keys that records are found by."""
        table = match_keys
        wanted = {(record_id, key) for record_id, its in keys.items() for key in its}
        present = {
            (row.record_id, row.key)
            for row in self._work.session.execute(
                select(table.c.record_id, table.c.key).where(
                    self._same(table, kind), table.c.record_id.in_(keys)
                )
            )
        }
        if gone := present - wanted:
            pair = tuple_(table.c.record_id, table.c.key)
            self._work.session.execute(
                delete(table).where(self._same(table, kind), pair.in_(sorted(gone)))
            )
        if fresh := wanted - present:
            row = {"organisation_id": self._work.caller.organisation_id, "kind": kind}
            self._work.session.execute(
                upsert(table).on_conflict_do_nothing(),
                [{**row, "record_id": record_id, "key": key} for record_id, key in sorted(fresh)],
            )

    def sharing(
        self, kind: str, keys: Mapping[UUID, set[str]], limit: int
    ) -> dict[UUID, list[UUID]]:
        """Of each record, others with one of its keys, those that share most first; one read."""
        blocks = self._blocks(kind, set().union(*keys.values()))
        found = {}
        for record_id, its in keys.items():
            shared = Counter(other for key in its for other in blocks.get(key, ()))
            del shared[record_id]
            found[record_id] = sorted(shared, key=lambda each: (-shared[each], each))[:limit]
        return found

    def _blocks(self, kind: str, keys: set[str]) -> dict[str, list[UUID]]:
        """The records of each key; of one that too many share, none."""
        given = func.unnest(literal(sorted(keys), ARRAY(Text)))
        wanted = given.table_valued("key", name="wanted").render_derived()
        its = (
            select(match_keys.c.record_id)
            .where(self._same(match_keys, kind), match_keys.c.key == wanted.c.key)
            .limit(_MOST_IN_A_BLOCK + 1)
            .lateral("its")
        )
        rows = self._work.session.execute(
            select(wanted.c.key, func.array_agg(its.c.record_id).label("ids"))
            .join(its, true())
            .group_by(wanted.c.key)
        )
        return {row.key: row.ids for row in rows if len(row.ids) <= _MOST_IN_A_BLOCK}

    def keep_pairs(self, kind: str, ids: Collection[UUID], found: Sequence[Alike]) -> None:
        """Replace the open pairs of records; what was dismissed stays so."""
        table = duplicates
        theirs = or_(table.c.first_id.in_(ids), table.c.second_id.in_(ids))
        self._work.session.execute(
            delete(table).where(self._same(table, kind), theirs, table.c.state == "open")
        )
        rows = {
            (each.first_id, each.second_id): {
                "id": new_id(),
                "organisation_id": self._work.caller.organisation_id,
                "kind": kind,
                "first_id": each.first_id,
                "second_id": each.second_id,
                "score_bp": each.likeness.score_bp,
                "reasons": each.likeness.reasons,
                "state": "open",
                "found_at": self._work.now(),
            }
            for each in found
        }
        if rows:
            self._work.session.execute(
                upsert(table).on_conflict_do_nothing(), [rows[pair] for pair in sorted(rows)]
            )

    def dismiss(self, duplicate_id: UUID) -> None:
        """A person says the two are different."""
        self._work.session.execute(
            update(duplicates)
            .where(duplicates.c.organisation_id == self._work.caller.organisation_id)
            .where(duplicates.c.id == duplicate_id)
            .values(
                state="dismissed",
                dismissed_by=self._work.caller.actor_id,
                dismissed_at=self._work.now(),
            )
        )

    def show(self, duplicate_id: UUID) -> DuplicateView:
        """One pair, both within the caller's rights; ``crm.duplicate_unknown``."""
        row = self._work.session.execute(
            select(duplicates).where(duplicates.c.id == duplicate_id, self._visible())
        ).first()
        if row is None:
            raise NotFound("There is no such pair.", code="crm.duplicate_unknown", id=duplicate_id)
        return self._views([row])[0]

    def page(self, query: ListQuery) -> Page[DuplicateView]:
        """A page of pairs, both within the caller's rights; open ones unless asked otherwise."""
        filters = {"state": "open", **query.filters}
        return _DUPLICATES.page(
            self._work,
            replace(query, filters=filters),
            where=self._visible(),
            to_views=self._views,
        )

    def _views(self, rows: Sequence[Any]) -> list[DuplicateView]:
        names: dict[UUID, str] = {}
        for kind in {row.kind for row in rows}:
            ids = [each for row in rows for each in (row.first_id, row.second_id)]
            names |= traits.names(self._work, kind, ids)
        return [
            DuplicateView(
                id=row.id,
                kind=row.kind,
                first_id=row.first_id,
                first_name=names.get(row.first_id, ""),
                second_id=row.second_id,
                second_name=names.get(row.second_id, ""),
                score=row.score_bp / 10_000,
                reasons=row.reasons,
                state=row.state,
                found_at=row.found_at,
            )
            for row in rows
        ]

    def _visible(self) -> ColumnElement[bool]:
        caller = self._work.caller
        table = duplicates
        seen_customers = select(customers.c.id).where(visible_customers(caller))
        seen_contacts = select(contacts.c.id).where(visible_contacts(caller))
        return and_(
            table.c.organisation_id == caller.organisation_id,
            or_(
                and_(
                    table.c.kind == "customer",
                    table.c.first_id.in_(seen_customers),
                    table.c.second_id.in_(seen_customers),
                ),
                and_(
                    table.c.kind == "contact",
                    table.c.first_id.in_(seen_contacts),
                    table.c.second_id.in_(seen_contacts),
                ),
            ),
        )

    def _same(self, table: Any, kind: str) -> ColumnElement[bool]:
        return and_(
            table.c.organisation_id == self._work.caller.organisation_id, table.c.kind == kind
        )
