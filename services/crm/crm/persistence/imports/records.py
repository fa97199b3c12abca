"""The records that rows of imports are about: found, made, changed, put back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from shared.kernel.ids import new_id
from shared.kernel.records import Record
from sqlalchemy import inspect, select
from sqlalchemy.orm import attributes

from crm.domain.activities import Activity
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.persistence.imports import bulk, matching, outcomes, snapshots
from crm.persistence.imports.snapshots import Snapshot

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

Some = TypeVar("Some", Activity, Contact, Customer)

_CLASSES: dict[str, type[Record]] = {
    "customers": Customer,
    "contacts": Contact,
    "activities": Activity,
}


class ImportedRecords:
    """What imports do to records, many at a time."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work
        self._moved: dict[tuple[UUID, int], int] = {}  # (record, version it had) → version now

    def matches(self, kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
        """Live records that have one of the key values, as plain values."""
        return matching.matches(self._work, kind, keys)

    def people(self) -> dict[str, UUID]:
        """Users by name and by e-mail address, in lower case."""
        return matching.people(self._work)

    def create_customers(self, plans: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        """Store new customers in bulk, with owners, audit, timeline and events."""
        bulk.create_customers(self._work, plans)

    def customers(self, ids: Sequence[UUID]) -> dict[UUID, Customer]:
        """Customers by id; two statements."""
        return self._many(Customer, ids)

    def contacts(self, ids: Sequence[UUID]) -> dict[UUID, Contact]:
        """Contacts by id; two statements."""
        return self._many(Contact, ids)

    def activities(self, ids: Sequence[UUID]) -> dict[UUID, Activity]:
        """Activities by id; two statements."""
        return self._many(Activity, ids)

    def records(self, part: str, ids: Sequence[UUID]) -> dict[UUID, Any]:
        """The records that rows of a kind write, by id, as they are now."""
        return self._many(_CLASSES[snapshots.aggregate_of(part)], ids)  # type: ignore[type-var]

    def save_all(self, records: Iterable[Record]) -> None:
        """Store new and changed aggregates together; the version of each rises by one."""
        session, now = self._work.session, self._work.now()
        for record in records:
            if record not in session:
                session.add(record)
            elif record not in session.new:
                record.updated_at = now
                attributes.flag_modified(record, "updated_at")
        self._work.flush()

    def snapshots(self, part: str, ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
        """Records as they are stored, with everything that is part of them."""
        return snapshots.take(self._work, part, ids)

    def put_back(self, part: str, import_id: UUID, before: Mapping[UUID, Snapshot]) -> None:
        """Make records what they were, and say so in the audit trail."""
        now = snapshots.take(self._work, part, list(before))
        snapshots.put_back(self._work, part, before)
        self._audit(part, {each: (now[each], before[each]) for each in before})
        moved = {(each, before[each]["version"]): now[each]["version"] + 1 for each in before}
        self._moved |= moved
        outcomes.move_on(self._work.session, import_id, moved)

    def remove(self, part: str, ids: Sequence[UUID]) -> None:
        """
        Remove records as if they had never been; the audit trail keeps that they were.

        Raises:
            IntegrityError: Something else refers to one of them.
        """
        now = snapshots.take(self._work, part, ids)
        snapshots.remove(self._work, part, ids)
        self._audit(part, {each: (now[each], None) for each in now})

    def moved_to(self, record_id: UUID, version: int) -> int:
        """The version of a record by now, if only putting back changed it since *version*."""
        while (record_id, version) in self._moved:
            version = self._moved[record_id, version]
        return version

    def _many(self, kind: type[Some], ids: Sequence[UUID]) -> dict[UUID, Some]:
        table = inspect(kind).local_table
        found = self._work.session.execute(
            select(kind)
            .where(table.c.id.in_(ids))
            .where(table.c.organisation_id == self._work.caller.organisation_id)
            .execution_options(populate_existing=True)
        )
        return {each.id: each for each in found.unique().scalars()}

    def _audit(self, part: str, changes: Mapping[UUID, tuple[Any, Any]]) -> None:
        caller, at = self._work.caller, self._work.now()
        entity = _CLASSES[snapshots.aggregate_of(part)].__name__
        rows = [
            {
                "id": new_id(),
                "organisation_id": caller.organisation_id,
                "at": at,
                "actor_id": caller.actor_id,
                "on_behalf_of": caller.on_behalf_of,
                "source": caller.source,
                "action": "removed" if before is None else "changed",
                "entity": entity,
                "entity_id": record_id,
                "entity_version": now["version"] + 1,
                "changes": {} if before is None else _differences(now, before),
                "correlation_id": caller.correlation_id,
            }
            for record_id, (now, before) in changes.items()
        ]
        self._work.audit_rows(rows)


def _differences(now: Snapshot, before: Snapshot) -> dict[str, list[Any]]:
    changed = {
        name: [now["record"][name], value]
        for name, value in before["record"].items()
        if now["record"][name] != value
    }
    for name, rows in before["parts"].items():
        if now["parts"][name] != rows:
            changed[name] = [len(now["parts"][name]), len(rows)]
    return changed
