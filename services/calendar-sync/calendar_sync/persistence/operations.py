"""Operations, links, states and conflicts: what is to be brought where, and what was."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.contracts.calendar_sync.views import ConflictView
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Row, and_, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from calendar_sync.domain.accounts import Binding
from calendar_sync.domain.conflicts import SyncConflict
from calendar_sync.domain.operations import Link, Operation, OperationState, SyncState
from calendar_sync.persistence.activities import within
from calendar_sync.persistence.tables import (
    activities,
    bindings,
    conflicts,
    links,
    operations,
    sync_states,
)

_OPERATION = [operations.c[each.name] for each in fields(Operation)]
_LINK = [links.c[each.name] for each in fields(Link)]
_STATE = [sync_states.c[each.name] for each in fields(SyncState)]
_KEY = ["binding_id", "activity_id"]


def _open(value: str) -> ColumnElement[bool]:
    column = conflicts.c.resolution
    return column.is_(None) if value == "true" else column.is_not(None)


CONFLICTS = Listing(
    conflicts,
    filters={
        "binding_id": conflicts.c.binding_id,
        "activity_id": conflicts.c.activity_id,
        "reason": conflicts.c.reason,
    },
    sorts={"created_at": conflicts.c.created_at},
    special={"open": _open},
)


class StoredOperations:
    """What is to be brought where, in the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def queue(self, binding_ids: Iterable[UUID], *, activity_id: UUID, version: int) -> None:
        """Want *version* in every one of the calendars."""
        rows = [
            {
                "id": new_id(),
                "organisation_id": self._work.caller.organisation_id,
                "binding_id": each,
                "activity_id": activity_id,
                "wanted_version": version,
                "state": OperationState.PENDING,
            }
            for each in binding_ids
        ]
        if not rows:
            return
        statement = upsert(operations).values(rows)
        self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=_KEY,
                set_={
                    "wanted_version": statement.excluded.wanted_version,
                    "state": OperationState.PENDING,
                    "attempts": 0,
                },
                where=operations.c.wanted_version < statement.excluded.wanted_version,
            )
        )
        self._supersede(activity_id)

    def _supersede(self, activity_id: UUID) -> None:
        """What a person should have looked at is another version by now."""
        self._work.session.execute(
            update(conflicts)
            .where(
                same_organisation(self._work.caller, conflicts),
                conflicts.c.activity_id == activity_id,
                conflicts.c.resolution.is_(None),
            )
            .values(resolution="superseded")
        )

    def queue_everything(self, binding: Binding, *, since: datetime, until: datetime) -> None:
        """Look again at what takes place between two instants, and at what stands there."""
        standing = select(links.c.activity_id).where(
            links.c.binding_id == binding.id, links.c.tombstone_at.is_(None)
        )
        concerned = and_(activities.c.people.contains([binding.user_id]), within(since, until))
        chosen = select(
            func.gen_random_uuid(),
            activities.c.organisation_id,
            literal(binding.id),
            activities.c.id,
            activities.c.version,
            literal(OperationState.PENDING.value),
        ).where(
            same_organisation(self._work.caller, activities),
            or_(concerned, activities.c.id.in_(standing)),
        )
        names = ["id", "organisation_id", "binding_id", "activity_id", "wanted_version", "state"]
        statement = upsert(operations).from_select(names, chosen, include_defaults=False)
        again = func.least(operations.c.done_version, statement.excluded.wanted_version - 1)
        self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=_KEY,
                set_={
                    "wanted_version": statement.excluded.wanted_version,
                    "done_version": again,
                    "state": OperationState.PENDING.value,
                    "attempts": 0,
                },
            )
        )

    def next(self, binding_id: UUID) -> Operation | None:
        """The pending operation that was tried least often; locked."""
        row = self._work.session.execute(
            select(*_OPERATION)
            .where(
                same_organisation(self._work.caller, operations),
                operations.c.binding_id == binding_id,
                operations.c.state == OperationState.PENDING.value,
            )
            .order_by(operations.c.attempts, operations.c.id)
            .limit(1)
            .with_for_update()
        ).first()
        return _operation(row) if row else None

    def get(self, operation_id: UUID) -> Operation:
        """One operation that is known to be there; locked."""
        return _operation(
            self._work.session.execute(
                select(*_OPERATION)
                .where(
                    operations.c.id == operation_id,
                    same_organisation(self._work.caller, operations),
                )
                .with_for_update()
            ).one()
        )

    def put(self, operation: Operation) -> None:
        """Store an operation that was loaded before."""
        self._work.session.execute(
            update(operations)
            .where(
                operations.c.id == operation.id, same_organisation(self._work.caller, operations)
            )
            .values(**asdict(operation))
        )

    def link(self, binding_id: UUID, activity_id: UUID) -> Link | None:
        """Where an activity stands, or stood, in a calendar."""
        row = self._work.session.execute(
            select(*_LINK).where(
                same_organisation(self._work.caller, links),
                links.c.binding_id == binding_id,
                links.c.activity_id == activity_id,
            )
        ).first()
        return Link(**row._mapping) if row else None

    def links_at(self, binding_id: UUID, hrefs: Iterable[str]) -> list[Link]:
        """The live links of a calendar that have one of these names."""
        rows = self._work.session.execute(
            select(*_LINK).where(
                same_organisation(self._work.caller, links),
                links.c.binding_id == binding_id,
                links.c.href.in_(list(hrefs)),
                links.c.tombstone_at.is_(None),
            )
        )
        return [Link(**row._mapping) for row in rows]

    def put_link(self, link: Link) -> None:
        """Store a new or changed link."""
        values = asdict(link)
        self._work.session.execute(
            upsert(links)
            .values(organisation_id=self._work.caller.organisation_id, **values)
            .on_conflict_do_update(index_elements=_KEY, set_=values)
        )

    def state(self, binding_id: UUID, *, lock: bool = False) -> SyncState:
        """How far a calendar is in step, and who works on it."""
        query = select(*_STATE).where(
            sync_states.c.binding_id == binding_id,
            same_organisation(self._work.caller, sync_states),
        )
        row = self._work.session.execute(query.with_for_update() if lock else query).first()
        return SyncState(**row._mapping) if row else SyncState(binding_id=binding_id)

    def put_state(self, state: SyncState) -> None:
        """Store how far a calendar is in step."""
        values = asdict(state)
        self._work.session.execute(
            upsert(sync_states)
            .values(organisation_id=self._work.caller.organisation_id, **values)
            .on_conflict_do_update(index_elements=["binding_id"], set_=values)
        )

    def forgotten(self, *, woken_before: datetime) -> list[Binding]:
        """Calendars with something to do that nobody works on or was told of lately."""
        now = self._work.now()
        return list(
            self._work.session.execute(
                select(Binding)
                .join(sync_states, sync_states.c.binding_id == bindings.c.id)
                .where(
                    same_organisation(self._work.caller, bindings),
                    bindings.c.archived_at.is_(None),
                    _is_past(sync_states.c.woken_at, woken_before),
                    _is_past(sync_states.c.lease_until, now),
                    _is_past(sync_states.c.blocked_until, now),
                    select(operations.c.id)
                    .where(
                        operations.c.binding_id == bindings.c.id,
                        operations.c.state == OperationState.PENDING.value,
                    )
                    .exists(),
                )
                .limit(200)
            ).scalars()
        )

    def note(self, conflict: SyncConflict) -> None:
        """Keep something a person should know."""
        self._work.session.execute(
            insert(conflicts).values(
                organisation_id=self._work.caller.organisation_id, **asdict(conflict)
            )
        )


def _is_past(column: ColumnElement[Any], instant: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= instant)


def _operation(row: Row[Any]) -> Operation:
    facts = dict(row._mapping)
    return Operation(**{**facts, "state": OperationState(facts["state"])})


def list_conflicts(work: Work, query: ListQuery) -> Page[ConflictView]:
    """One page of conflicts in the calendars the caller may see."""
    return CONFLICTS.page(
        work,
        query,
        where=visible(work.caller, "calendar.view", conflicts, owner="user_id"),
        to_view=lambda row: ConflictView(
            **{name: getattr(row, name) for name in ConflictView.__struct_fields__}
        ),
    )
