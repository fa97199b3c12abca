"""Pairs that may be the same: what records are compared by, the keys, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.merging.views import DuplicateView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.merging.scores import Likeness, Traits
from crm.persistence.merging import traits
from crm.persistence.merging.tables import duplicates, match_keys
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_IN_A_BLOCK = 5_000  # a key that more records share says nothing


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

    def keep_keys(self, kind: str, record_id: UUID, keys: set[str]) -> None:
        """Replace the keys a record is found by."""
        same = self._same(match_keys, kind)
        mine = and_(same, match_keys.c.record_id == record_id)
        present = set(self._work.session.execute(select(match_keys.c.key).where(mine)).scalars())
        if gone := present - keys:
            self._work.session.execute(delete(match_keys).where(mine, match_keys.c.key.in_(gone)))
        if fresh := keys - present:
            organisation_id = self._work.caller.organisation_id
            row = {"organisation_id": organisation_id, "kind": kind, "record_id": record_id}
            self._work.session.execute(
                upsert(match_keys).on_conflict_do_nothing(),
                [{**row, "key": key} for key in sorted(fresh)],
            )

    def sharing(self, kind: str, record_id: UUID, keys: set[str], limit: int) -> list[UUID]:
        """Others with one of the keys, those that share most first; reads a bounded number."""
        same = self._same(match_keys, kind)
        found: dict[UUID, int] = {}
        for key in sorted(keys):
            rows = self._work.session.execute(
                select(match_keys.c.record_id)
                .where(same, match_keys.c.key == key, match_keys.c.record_id != record_id)
                .limit(_MOST_IN_A_BLOCK)
            )
            block = list(rows.scalars())
            for each in block if len(block) < _MOST_IN_A_BLOCK else []:
                found[each] = found.get(each, 0) + 1
        return sorted(found, key=lambda each: (-found[each], each))[:limit]

    def keep_pairs(self, kind: str, record_id: UUID, found: Mapping[UUID, Likeness]) -> None:
        """Replace the open pairs of a record; what was dismissed stays so."""
        table = duplicates
        its = or_(table.c.first_id == record_id, table.c.second_id == record_id)
        self._work.session.execute(
            delete(table).where(self._same(table, kind), its, table.c.state == "open")
        )
        if not found:
            return
        rows = []
        for other_id, alike in found.items():
            first_id, second_id = sorted((record_id, other_id))
            rows.append(
                {
                    "id": new_id(),
                    "organisation_id": self._work.caller.organisation_id,
                    "kind": kind,
                    "first_id": first_id,
                    "second_id": second_id,
                    "score_bp": alike.score_bp,
                    "reasons": alike.reasons,
                    "state": "open",
                    "found_at": self._work.now(),
                }
            )
        rows.sort(key=lambda row: (row["first_id"], row["second_id"]))
        self._work.session.execute(upsert(table).on_conflict_do_nothing(), rows)

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
