"""Queued updates: putting records in the queue, waking workers, and what people do with jobs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.erp_sync.events import JobQueuedV1

from erp_sync.application.ports import ErpWork
from erp_sync.domain.connections import Connection
from erp_sync.domain.errors import JobDone
from erp_sync.domain.jobs import Job, JobState

JOB_RETRY = "job_retry"
SWEEP = "sweep"
_MOST_AT_ONCE = 500
_SWEEP_KEY = "jobs"


def queue_customers(work: ErpWork, versions: Mapping[UUID, int]) -> None:
    """Queue changed customers for every connection; wakes a worker where none is woken yet."""
    connections = {each.id: each for each in work.connections.live()} if versions else {}
    if not connections:
        return
    changed = work.jobs.queue(connections, versions)
    wake(
        work,
        (
            job
            for job in changed
            if job.state == JobState.QUEUED
            and job.woken_at is None
            and connections[job.connection_id].is_open
        ),
    )


def queue_everything(work: ErpWork, connection: Connection) -> None:
    """Queue every known customer for one connection; the sweep wakes workers page by page."""
    work.jobs.queue_everything(connection.id)
    wake_jobs(work, connection)


def wake(work: ErpWork, jobs: Iterable[Job]) -> None:
    """Tell the sync workers, and remember that they were told."""
    for job in jobs:
        work.jobs.put(replace(job, woken_at=work.now()))
        work.publish(
            JobQueuedV1(
                job_id=job.id,
                version=job.wanted_version,
                connection_id=job.connection_id,
                organisation_id=work.caller.organisation_id,
            )
        )


def wake_jobs(
    work: ErpWork, connection: Connection, *, woken_before: datetime | None = None
) -> None:
    """
    Wake workers for what is due on a connection, a page at a time.

    Args:
        woken_before: Leave out jobs somebody was woken for since; by default, none.
    """
    before = woken_before or work.now() + timedelta(seconds=1)
    if not connection.is_open or work.connections.breaker(connection.id).is_open:
        keep_sweeping(work)
        return
    due = work.jobs.due(connection.id, woken_before=before, limit=_MOST_AT_ONCE)
    wake(work, due)
    keep_sweeping(work, soon=len(due) == _MOST_AT_ONCE)


def sweep(work: ErpWork) -> None:
    """
    Wake workers again for what is due although they were woken some time ago.

    The broker may lose every message and nothing is lost but a minute.
    """
    before = work.now() - timedelta(seconds=work.policy.sweep_seconds)
    live = work.connections.live()
    for connection in live:
        wake_jobs(work, connection, woken_before=before)


def keep_sweeping(work: ErpWork, *, soon: bool = False) -> None:
    """Have the worker sweep again; *soon* when there is more than one page."""
    wait = 1 if soon else work.policy.sweep_seconds
    work.schedule(SWEEP, _SWEEP_KEY, work.now() + timedelta(seconds=wait))


def wake_again(work: ErpWork, *, job_id: UUID) -> None:
    """A job's waiting time is over."""
    job = work.jobs.find(job_id, lock=True)
    if job is not None and job.is_due(work.now()):
        wake(work, [job])


def retry_job(work: ErpWork, *, job_id: UUID) -> Job:
    """
    Try again now, as if it had never failed.

    Raises:
        JobDone: There is nothing to try.
    """
    require(work.caller, "erp.update")
    job = work.jobs.get(job_id, lock=True)
    if not job.is_wanted:
        raise JobDone(job_id)
    wake(work, [job.retried(work.now())])
    return work.jobs.get(job_id)


def discard_job(work: ErpWork, *, job_id: UUID) -> Job:
    """
    Give up what is wanted until the record changes again.

    Raises:
        JobDone: There is nothing to give up.
    """
    require(work.caller, "erp.update")
    job = work.jobs.get(job_id, lock=True)
    if not job.is_wanted:
        raise JobDone(job_id)
    work.jobs.put(job.discarded())
    return work.jobs.get(job_id)
