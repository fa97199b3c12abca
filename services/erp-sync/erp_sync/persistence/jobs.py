"""Queued updates: loading, storing, coalescing, listing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.references import references_seen
from shared.contracts.erp_sync.views import JobView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.work import Work
from sqlalchemy import Row, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from erp_sync.domain.jobs import REOPENED_BY_A_NEW_VERSION, Job, JobState
from erp_sync.persistence.tables import connections, jobs

CUSTOMER = "customer"
_COLUMNS = [
    each for each in jobs.c if each.name not in ("organisation_id", "created_at", "updated_at")
]
_TIMES = {
    "updated_at": jobs.c.updated_at,
    "next_at": jobs.c.next_at,
    "created_at": jobs.c.created_at,
}
JOBS = Listing(
    jobs,
    filters={
        "id": jobs.c.id,
        "connection_id": jobs.c.connection_id,
        "entity_kind": jobs.c.entity_kind,
        "entity_id": jobs.c.entity_id,
        "state": jobs.c.state,
        "last_error_kind": jobs.c.last_error_kind,
        **_TIMES,
    },
    sorts=_TIMES,
    default_sort="-updated_at",
)


class StoredJobs:
    """The queued updates of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, job_id: UUID, *, lock: bool = False) -> Job:
        """
        Load one job.

        Raises:
            NotFound: ``erp_sync.job_unknown``.
        """
        found = self.find(job_id, lock=lock)
        if found is None:
            raise NotFound("There is no such update.", code="erp_sync.job_unknown", id=job_id)
        return found

    def find(self, job_id: UUID, *, lock: bool = False) -> Job | None:
        """Load one job, if there is one."""
        query = select(*_COLUMNS).where(
            jobs.c.id == job_id, same_organisation(self._work.caller, jobs)
        )
        row = self._work.session.execute(query.with_for_update() if lock else query).first()
        return _job(row) if row else None

    def put(self, job: Job) -> None:
        """Store a job that was loaded before."""
        self._work.session.execute(
            update(jobs)
            .where(jobs.c.id == job.id, same_organisation(self._work.caller, jobs))
            .values(**asdict(job), updated_at=self._work.now())
        )

    def queue(self, connection_ids: Iterable[UUID], versions: Mapping[UUID, int]) -> list[Job]:
        """Want these versions of customers everywhere; answers the jobs for which that was news."""
        rows = [
            {
                **self._new(customer_id),
                "connection_id": connection_id,
                "wanted_version": versions[customer_id],
            }
            for connection_id in sorted(connection_ids)
            for customer_id in sorted(versions)
        ]
        if not rows:
            return []
        statement = _coalesced(upsert(jobs).values(rows), self._work.now())
        return [_job(row) for row in self._work.session.execute(statement.returning(*_COLUMNS))]

    def queue_everything(self, connection_id: UUID) -> None:
        """
        Want every known customer in its newest version.

        What needed attention is tried again; what is done in that version stays done.
        """
        copies, now = self._work.table("reference_copies"), self._work.now()
        known = select(
            func.gen_random_uuid(),
            copies.c.organisation_id,
            literal(connection_id),
            literal(CUSTOMER),
            copies.c.id,
            copies.c.version,
            literal(JobState.QUEUED.value),
            literal(now),
        ).where(same_organisation(self._work.caller, copies), copies.c.kind == CUSTOMER)
        names = ["id", "organisation_id", "connection_id", "entity_kind", "entity_id"]
        names += ["wanted_version", "state", "next_at"]
        statement = upsert(jobs).from_select(names, known, include_defaults=False)
        failed = jobs.c.state == JobState.NEEDS_ATTENTION
        self._work.session.execute(_coalesced(statement, now, also=failed))

    def due(self, connection_id: UUID, *, woken_before: datetime, limit: int) -> list[Job]:
        """Jobs a worker could take now and was not told of since; locked, oldest first."""
        now = self._work.now()
        waiting = jobs.c.state.in_([JobState.QUEUED, JobState.WAITING]) & (jobs.c.next_at <= now)
        abandoned = (jobs.c.state == JobState.RUNNING) & (jobs.c.lease_until <= now)
        rows = self._work.session.execute(
            select(*_COLUMNS)
            .where(
                same_organisation(self._work.caller, jobs),
                jobs.c.connection_id == connection_id,
                jobs.c.wanted_version > jobs.c.done_version,
                or_(waiting, abandoned),
                or_(jobs.c.woken_at.is_(None), jobs.c.woken_at < woken_before),
            )
            .order_by(jobs.c.next_at, jobs.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_job(row) for row in rows]

    def running(self, connection_id: UUID) -> int:
        """How many workers are calling the system now."""
        return self._work.session.execute(
            select(func.count()).where(
                same_organisation(self._work.caller, jobs),
                jobs.c.connection_id == connection_id,
                jobs.c.wanted_version > jobs.c.done_version,
                jobs.c.state == JobState.RUNNING,
                jobs.c.lease_until > self._work.now(),
            )
        ).scalar_one()

    def _new(self, entity_id: UUID) -> dict[str, Any]:
        return {
            "id": new_id(),
            "organisation_id": self._work.caller.organisation_id,
            "entity_kind": CUSTOMER,
            "entity_id": entity_id,
            "state": JobState.QUEUED,
            "next_at": self._work.now(),
        }


def _coalesced(statement: Any, now: datetime, *, also: Any = None) -> Any:
    """A newer version joins the row there is; it reopens what was done or given up."""
    reopened = jobs.c.state.in_(REOPENED_BY_A_NEW_VERSION)
    fresh = {
        "state": JobState.QUEUED.value,
        "attempts": 0,
        "next_at": now,
        "first_failed_at": None,
        "woken_at": None,
    }
    changes = {
        name: case((reopened, literal(value, jobs.c[name].type)), else_=jobs.c[name])
        for name, value in fresh.items()
    }
    newest = func.greatest(jobs.c.wanted_version, statement.excluded.wanted_version)
    newer = jobs.c.wanted_version < statement.excluded.wanted_version
    return statement.on_conflict_do_update(
        index_elements=["connection_id", "entity_kind", "entity_id"],
        set_={"wanted_version": newest, "updated_at": now, **changes},
        where=newer if also is None else or_(newer, also),
    )


def _job(row: Row[Any]) -> Job:
    facts = dict(row._mapping)
    return Job(**{**facts, "state": JobState(facts["state"])})


def list_jobs(work: Work, query: ListQuery) -> Page[JobView]:
    """One page of queued updates."""
    return JOBS.page(
        work,
        query,
        where=same_organisation(work.caller, jobs),
        to_views=lambda rows: _views(work, rows),
    )


def job_view(work: Work, job_id: UUID) -> JobView:
    """
    One queued update.

    Raises:
        NotFound: ``erp_sync.job_unknown``.
    """
    StoredJobs(work).get(job_id)
    return _views(work, work.session.execute(select(jobs).where(jobs.c.id == job_id)).all())[0]


def _views(work: Work, rows: Sequence[Row[Any]]) -> list[JobView]:
    seen = references_seen(work, CUSTOMER, (row.entity_id for row in rows))
    names = {each.id: each.name for each in seen}
    systems = {
        row.id: row.name
        for row in work.session.execute(
            select(connections.c.id, connections.c.name).where(
                same_organisation(work.caller, connections)
            )
        )
    }
    shown = [each for each in JobView.__struct_fields__ if each in jobs.c]
    return [
        JobView(
            connection_name=systems[row.connection_id],
            entity_name=names.get(row.entity_id),
            **{name: getattr(row, name) for name in shown},
        )
        for row in rows
    ]
