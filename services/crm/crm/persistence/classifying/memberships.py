"""Who is in which segment that fills itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import with_custom
from shared.kernel.context import system_caller
from shared.kernel.errors import PlatformError
from shared.kernel.paging import ListQuery
from shared.kernel.rules import filters_of
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, Table, and_, false, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from crm.domain.classifying.segments import BOTH, CONTACT, CUSTOMER, segments_named
from crm.persistence.classifying.listings import contact_listing, customer_listing
from crm.persistence.tables import contacts, customers, list_values

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_TABLES: dict[str, Table] = {CUSTOMER: customers, CONTACT: contacts}


@dataclass(frozen=True)
class _Segment:
    id: UUID
    rule: dict[str, Any]


class StoredMemberships:
    """Memberships of customers and contacts, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def check_rule(self, applies_to: str, rule: Mapping[str, Any]) -> None:
        """Read a rule as its author may; Invalid points to what is wrong with it."""
        self._listing(applies_to, self._work.caller, rule).condition(rule)

    def rules(self) -> dict[UUID, dict[str, Any]]:
        """Every rule of a live segment, of customers and of contacts."""
        rows = self._rows(list_values.c.applies_to != BOTH)
        return {row.id: row.rule for row in rows}

    def unsuitable(self, record: str, segment_ids: Iterable[UUID]) -> set[UUID]:
        """Those of the segments that are not for records of this kind."""
        found = self._work.session.execute(
            select(list_values.c.id).where(
                self._mine(),
                list_values.c.id.in_(set(segment_ids)),
                list_values.c.applies_to.not_in((record, BOTH)),
            )
        )
        return set(found.scalars())

    def changes(self, record: str, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        """
        Records whose segments are no longer what the rules say, with what they should be.

        Two statements whatever the number of records and segments.
        """
        rows = self._rows(list_values.c.applies_to == record) if ids else []
        conditions = self._conditions(record, [_Segment(row.id, row.rule) for row in rows])
        if not conditions:
            return {}
        table = _TABLES[record]
        labelled = [each.label(f"rule_{n}") for n, each in enumerate(conditions.values())]
        found = self._work.session.execute(
            select(table.c.id, table.c.segment_ids, *labelled).where(
                table.c.organisation_id == self._work.caller.organisation_id,
                table.c.id.in_(ids),
            )
        )
        changed = {}
        for row in found:
            holds = dict(zip(conditions, row[2:], strict=True))
            wanted = [each for each in row.segment_ids if holds.get(each, True)]
            wanted += [each for each, it_holds in holds.items() if it_holds and each not in wanted]
            if wanted != row.segment_ids:
                changed[row.id] = wanted
        return changed

    def settle(self, record: str, *loaded: Any) -> None:
        """Bring records just stored into their segments, within the same version of each."""
        wanted = self.changes(record, [each.id for each in loaded])
        self.put(record, wanted)
        for each in loaded:
            if each.id in wanted:
                set_committed_value(each, "segment_ids", wanted[each.id])

    def put(self, record: str, wanted: Mapping[UUID, list[UUID]]) -> None:
        """Write memberships of records that are stored in this same transaction."""
        table = _TABLES[record]
        for record_id, segment_ids in wanted.items():
            self._work.session.execute(
                update(table).where(table.c.id == record_id).values(segment_ids=segment_ids)
            )

    def after(self, record: str, last: UUID | None, *, limit: int) -> list[UUID]:
        """Ids of the next records, in order of id."""
        table = _TABLES[record]
        query = select(table.c.id).where(
            table.c.organisation_id == self._work.caller.organisation_id
        )
        if last is not None:
            query = query.where(table.c.id > last)
        return list(self._work.session.execute(query.order_by(table.c.id).limit(limit)).scalars())

    def _conditions(
        self, record: str, segments: Sequence[_Segment]
    ) -> dict[UUID, ColumnElement[bool]]:
        """Rules as the platform reads them; one that cannot be read any more changes nothing."""
        platform = system_caller(self._work.caller.organisation_id)
        try:
            listing = self._listing(record, platform, *(each.rule for each in segments))
        except PlatformError:  # an own field is gone: rules that name it are those that fail
            listing = self._listing(record, platform)
        rules = {each.id: each.rule for each in segments}
        found = {}
        for segment in segments:
            try:
                found[segment.id] = _condition(listing, segment.rule, rules)
            except PlatformError:
                continue
        return found

    def _listing(self, record: str, caller: Any, *rules: Mapping[str, Any]) -> Listing:
        listing = customer_listing(caller) if record == CUSTOMER else contact_listing(caller)
        names = {key: "" for rule in rules for key in rule}
        query = ListQuery(filters=names)
        return with_custom(listing, self._work, record, _TABLES[record], query)

    def _rows(self, chosen: ColumnElement[bool]) -> list[Any]:
        return list(
            self._work.session.execute(
                select(list_values.c.id, list_values.c.rule).where(
                    self._mine(),
                    list_values.c.rule.is_not(None),
                    list_values.c.archived_at.is_(None),
                    chosen,
                )
            )
        )

    def _mine(self) -> ColumnElement[bool]:
        return and_(
            list_values.c.organisation_id == self._work.caller.organisation_id,
            list_values.c.list_name == "segments",
        )


def _condition(
    listing: Listing, rule: Mapping[str, Any], rules: Mapping[UUID, Mapping[str, Any]]
) -> ColumnElement[bool]:
    """
    A rule as a condition.

    Where it names segments with rules, their rules stand instead: who is in them is being found
    out at the same time.  There are no cycles among them.
    """
    named = segments_named(rule)
    plain = {key: value for key, value in rule.items() if key not in named}
    conditions = [listing.condition(plain)]
    for key, ids in named.items():
        by_rule = [_condition(listing, rules[each], rules) for each in ids if each in rules]
        by_hand = [str(each) for each in ids if each not in rules]
        if by_hand:
            by_rule.append(listing.condition({"segments__in": by_hand}))
        if not ids:
            by_rule.append(listing.condition({key: filters_of(rule)[key]}))
        conditions.append(or_(false(), *by_rule))
    return and_(*conditions)
