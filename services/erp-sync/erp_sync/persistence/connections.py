"""Connections and their breakers: loading, storing, listing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.erp_sync.views import ConnectionView
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from erp_sync.domain.breakers import Breaker
from erp_sync.domain.connections import Connection
from erp_sync.domain.jobs import JobState
from erp_sync.persistence.tables import breakers, connections, jobs

_UNKNOWN = "erp_sync.connection_unknown"
_BREAKER_COLUMNS = [each for each in breakers.c if each.name != "organisation_id"]
_FIELDS = {
    "name": connections.c.name,
    "kind": connections.c.kind,
    "status": connections.c.status,
    "created_at": connections.c.created_at,
}


def _archived(value: str) -> ColumnElement[bool]:
    column = connections.c.archived_at
    return column.is_not(None) if value == "true" else column.is_(None)


CONNECTIONS = Listing(
    connections,
    filters={"id": connections.c.id, **_FIELDS},
    sorts=_FIELDS,
    default_sort="name",
    search=[connections.c.name],
    special={"archived": _archived},
)


class StoredConnections:
    """The connections of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, connection_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Connection:
        """
        Load one connection.

        The lock lets jobs of the connection be inserted meanwhile, unlike a full one.

        Raises:
            NotFound: ``erp_sync.connection_unknown``.
            Conflict: ``erp_sync.connection_stale``.
        """
        query = select(Connection).where(
            connections.c.id == connection_id, same_organisation(self._work.caller, connections)
        )
        if lock:
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        found = self._work.session.execute(query).scalar_one_or_none()
        if found is None:
            raise NotFound("There is no such connection.", code=_UNKNOWN, id=connection_id)
        if expected_version is not None and found.version != expected_version:
            raise Conflict(
                "Someone changed it first.",
                code="erp_sync.connection_stale",
                current_version=found.version,
            )
        return found

    def live(self) -> list[Connection]:
        """Every connection that is not archived."""
        return list(
            self._work.session.execute(
                select(Connection).where(
                    same_organisation(self._work.caller, connections),
                    connections.c.archived_at.is_(None),
                )
            ).scalars()
        )

    def name_taken(self, name: str, *, but: UUID) -> bool:
        """Whether another live connection has the name."""
        return self._work.session.execute(
            select(
                select(connections.c.id)
                .where(
                    same_organisation(self._work.caller, connections),
                    connections.c.name == name,
                    connections.c.id != but,
                    connections.c.archived_at.is_(None),
                )
                .exists()
            )
        ).scalar_one()

    def breaker(self, connection_id: UUID) -> Breaker:
        """How the system is doing; as new when nothing is known."""
        row = self._work.session.execute(
            select(*_BREAKER_COLUMNS).where(
                breakers.c.connection_id == connection_id,
                same_organisation(self._work.caller, breakers),
            )
        ).first()
        return Breaker(**row._mapping) if row else Breaker(connection_id=connection_id)

    def put_breaker(self, breaker: Breaker) -> None:
        """Store how the system is doing."""
        values = {each.name: getattr(breaker, each.name) for each in _BREAKER_COLUMNS}
        self._work.session.execute(
            upsert(breakers)
            .values(organisation_id=self._work.caller.organisation_id, **values)
            .on_conflict_do_update(index_elements=["connection_id"], set_=values)
        )


def list_connections(work: Work, query: ListQuery) -> Page[ConnectionView]:
    """One page of connections with their health."""
    return CONNECTIONS.page(
        work,
        query,
        where=same_organisation(work.caller, connections),
        to_views=lambda rows: _views(work, rows),
    )


def connection_view(work: Work, connection_id: UUID) -> ConnectionView:
    """One connection with its health; call after it was flushed."""
    rows = work.session.execute(
        select(connections).where(
            connections.c.id == connection_id, same_organisation(work.caller, connections)
        )
    ).all()
    if not rows:
        raise NotFound("There is no such connection.", code=_UNKNOWN, id=connection_id)
    return _views(work, rows)[0]


def _views(work: Work, rows: Iterable[Row[Any]]) -> list[ConnectionView]:
    rows = list(rows)
    ids = [row.id for row in rows]
    health = {
        row.connection_id: row
        for row in work.session.execute(
            select(breakers).where(
                breakers.c.connection_id.in_(ids), same_organisation(work.caller, breakers)
            )
        )
    }
    counts = {row.connection_id: row for row in work.session.execute(_counts(work, ids))}
    return [_view(row, health.get(row.id), counts.get(row.id)) for row in rows]


def _counts(work: Work, ids: list[UUID]) -> Any:
    failed = func.count().filter(jobs.c.state == JobState.NEEDS_ATTENTION)
    return (
        select(jobs.c.connection_id, func.count().label("open"), failed.label("failed"))
        .where(
            jobs.c.connection_id.in_(ids),
            same_organisation(work.caller, jobs),
            jobs.c.wanted_version > jobs.c.done_version,
        )
        .group_by(jobs.c.connection_id)
    )


def _view(row: Row[Any], health: Row[Any] | None, counts: Row[Any] | None) -> ConnectionView:
    return ConnectionView(
        id=row.id,
        kind=row.kind,
        name=row.name,
        status=row.status,
        url=row.url,
        database=row.database_name,
        username=row.username,
        has_password=row.secret is not None,
        customer_numbers=row.customer_numbers,
        customer_kinds=row.customer_kinds,
        concurrency=row.concurrency,
        breaker="open" if health and health.is_open else "closed",
        blocked_until=health.blocked_until if health else None,
        last_contact_at=health.last_contact_at if health else None,
        last_error_kind=health.last_error_kind if health else None,
        last_error_text=health.last_error_text if health else None,
        open_jobs=counts.open if counts else 0,
        failed_jobs=counts.failed if counts else 0,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        archived_at=row.archived_at,
    )
