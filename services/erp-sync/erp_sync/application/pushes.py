"""
Bringing one customer over: claim it, call the ERP system, store what came of it.

The call stands between two transactions.  A try is recorded as *unknown* before it; whoever
comes after a worker that died looks into the ERP system before creating anything.
"""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from shared.contracts.erp_sync.events import ErpCustomerLinkedV1
from shared.kernel.ids import new_id

from erp_sync.application.jobs import JOB_RETRY, wake
from erp_sync.application.ports import (
    Erp,
    ErpConflict,
    ErpError,
    ErpUnavailable,
    ErpWork,
    ErpWorks,
    NotSignedIn,
    Push,
    Refused,
    Throttled,
)
from erp_sync.application.probes import note_failure
from erp_sync.domain.connections import Connection
from erp_sync.domain.customers import (
    NoMatch,
    RemoteCustomer,
    changes_between,
    from_state,
    marker_of,
    match,
)
from erp_sync.domain.jobs import Job, JobState
from erp_sync.domain.links import Attempt, Link

_MOST_CONFLICTS = 5


@dataclass(frozen=True, kw_only=True)
class Task:
    """A claimed job with everything the call needs."""

    job: Job
    erp: Erp
    push: Push
    link: Link | None
    attempt: Attempt


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a try: the customer as it stands there, or an error."""

    remote: RemoteCustomer | None = None
    overwritten: Mapping[str, Any] = field(default_factory=dict)
    error: ErpError | None = None


def bring_over(works: ErpWorks, *, organisation_id: UUID, job_id: UUID) -> None:
    """Work on one job, if it is due and nobody else does; run by a sync worker."""
    with works.system(organisation_id) as work:
        task = take_job(work, job_id=job_id)
    if task is None:
        return
    outcome: Outcome | None = None
    try:
        outcome = _call(task)
    finally:  # a bug must not leave the job running; its traceback is the consumer's to log
        with works.system(organisation_id) as work:
            settle(work, task, outcome)


def take_job(work: ErpWork, *, job_id: UUID) -> Task | None:
    """
    Claim a job; None when there is nothing to do now.

    The connection's row is locked first, which makes counting its running jobs safe.
    """
    found = work.jobs.find(job_id)
    if found is None:
        return None
    connection = work.connections.get(found.connection_id, lock=True)
    job = work.jobs.get(job_id, lock=True)
    if not job.is_due(work.now()):
        _look_again_later(work, job)
        return None
    if not _may_call(work, connection, job):
        return None
    return _prepare(work, connection, job)


def _may_call(work: ErpWork, connection: Connection, job: Job) -> bool:
    """Whether the connection takes a call now; when it is merely busy, the job comes back soon."""
    if not connection.is_open:
        return False
    if not work.connections.breaker(connection.id).lets_through(work.now()):
        return False
    if work.jobs.running(connection.id) >= connection.concurrency:
        work.schedule(JOB_RETRY, str(job.id), work.now())
        return False
    return True


def _look_again_later(work: ErpWork, job: Job) -> None:
    """Another worker has it; should that one have died, its lease ends."""
    if job.state == JobState.RUNNING and job.lease_until is not None:
        work.schedule(JOB_RETRY, str(job.id), job.lease_until)


def _prepare(work: ErpWork, connection: Connection, job: Job) -> Task | None:
    known = work.known_customer(job.entity_id)
    link = work.links.find(connection.id, job.entity_id)
    if known is None:
        work.jobs.put(job.needs_attention("bug", "The customer is not known here.", work.now()))
        return None
    version, state = known
    is_merged = state.get("merged_into_id") is not None  # the survivor stands for it there
    customer = from_state(state, numbers_are_ours=connection.customer_numbers == "crm")
    is_sent = link is not None or (customer.active and connection.takes(state.get("kinds") or []))
    if is_merged or not is_sent or (link is not None and link.base == customer):
        _nothing_to_send(work, job, link, version)
        return None
    push = Push(entity_id=job.entity_id, version=version, customer=customer)
    attempt = _attempt(work, job, push)
    work.links.start(attempt)
    taken = job.taken(work.now(), token=attempt.id, policy=work.policy)
    work.jobs.put(taken)
    return Task(job=taken, erp=work.erps.open(connection), push=push, link=link, attempt=attempt)


def _nothing_to_send(work: ErpWork, job: Job, link: Link | None, version: int) -> None:
    """What is wanted is there already, or is none of that system's business: no call."""
    if link is not None:
        work.links.put(replace(link, synced_version=version))
    work.jobs.put(job.done(version, work.now()))


def _attempt(work: ErpWork, job: Job, push: Push) -> Attempt:
    digest = hashlib.sha256(repr(push.customer).encode()).hexdigest()
    return Attempt(
        id=new_id(),
        job_id=job.id,
        connection_id=job.connection_id,
        entity_id=job.entity_id,
        version=push.version,
        request_digest=digest,
        started_at=work.now(),
    )


def _call(task: Task) -> Outcome:
    """Speak to the ERP system; conflicts are resolved by reading again, five times at most."""
    for _ in range(_MOST_CONFLICTS):
        try:
            return _once(task)
        except ErpConflict as error:
            conflict = error
        except ErpError as error:
            return Outcome(error=error)
    return Outcome(error=conflict)


def _once(task: Task) -> Outcome:
    there = _look_up(task)
    if there is None:
        return Outcome(remote=task.erp.create(task.push))
    changes = changes_between(
        task.push.customer,
        there.customer,
        base=task.link.base if task.link else None,
        seen=task.link.seen if task.link else None,
    )
    if not changes.write:
        return Outcome(remote=there)
    remote = task.erp.update(there, task.push, changes.write)
    return Outcome(remote=remote, overwritten=changes.overwritten)


def _look_up(task: Task) -> RemoteCustomer | None:
    """Always before creating: an earlier try may have arrived although nobody heard."""
    if task.link is not None:
        there = task.erp.read(task.link.external_id)
        if there is None:
            raise Refused("The customer was removed in the ERP system.")
        return there
    try:
        marker = marker_of(task.push.entity_id)
        return match(task.push.customer, marker, task.erp.find(task.push))
    except NoMatch as error:
        raise Refused(str(error)) from None


def settle(work: ErpWork, task: Task, outcome: Outcome | None) -> None:
    """
    Store what came of a try, and wake a worker again when a newer version is wanted by now.

    A worker that lost its lease only notes its try: whoever took over looks for himself.

    Args:
        outcome: None when the adapter failed in a way nobody foresaw.
    """
    connection = work.connections.get(task.job.connection_id, lock=True)
    job = work.jobs.get(task.job.id, lock=True)
    work.links.finish(_finished(work, task, outcome))
    if job.lease_token != task.attempt.id:
        return
    if outcome is None:
        job = job.needs_attention("bug", "An error of ours; it is in the log.", work.now())
    elif outcome.error is not None:
        job = _failed(work, connection, job, outcome.error)
    elif outcome.remote is not None:
        job = _succeeded(work, connection, task, job=job, remote=outcome.remote)
    work.jobs.put(job)
    if job.is_due(work.now()) and work.connections.breaker(connection.id).lets_through(work.now()):
        wake(work, [job] if connection.is_open else [])


def _finished(work: ErpWork, task: Task, outcome: Outcome | None) -> Attempt:
    facts: dict[str, Any] = {"outcome": "bug"}
    if outcome is not None and outcome.error is not None:
        facts = {"outcome": outcome.error.kind, "error_text": str(outcome.error)}
    elif outcome is not None and outcome.remote is not None:
        facts = {"outcome": "ok", "external_id": outcome.remote.external_id}
        facts["overwritten"] = dict(outcome.overwritten)
    return replace(task.attempt, finished_at=work.now(), **facts)


def _failed(work: ErpWork, connection: Connection, job: Job, error: ErpError) -> Job:
    text, now = str(error), work.now()
    if isinstance(error, Refused | ErpConflict):
        work.connections.put_breaker(work.connections.breaker(connection.id).after_contact(now))
        return job.needs_attention(error.kind, text, now)
    note_failure(work, connection, error)
    if isinstance(error, NotSignedIn | Throttled):
        return job.put_back(error.kind, text, now)
    if not isinstance(error, ErpUnavailable):
        raise TypeError(f"{type(error).__name__} has no outcome class")
    failed = job.failed(text, now, policy=work.policy, jitter=random.random())
    if failed.state == JobState.WAITING:
        work.schedule(JOB_RETRY, str(job.id), failed.next_at)
    return failed


def _succeeded(
    work: ErpWork, connection: Connection, task: Task, *, job: Job, remote: RemoteCustomer
) -> Job:
    now = work.now()
    if work.links.is_taken(connection.id, remote.external_id, but=job.entity_id):
        text = "The customer there is linked to another customer here."
        return job.needs_attention("refused", text, now)
    work.links.put(
        Link(
            id=task.link.id if task.link else new_id(),
            connection_id=connection.id,
            entity_id=job.entity_id,
            external_id=remote.external_id,
            external_number=remote.customer.number,
            base=task.push.customer,
            seen=remote.customer,
            synced_version=task.push.version,
        )
    )
    work.connections.put_breaker(work.connections.breaker(connection.id).after_contact(now))
    if task.link is None:
        _tell(work, connection, task, remote)
    return job.done(task.push.version, now)


def _tell(work: ErpWork, connection: Connection, task: Task, remote: RemoteCustomer) -> None:
    work.publish(
        ErpCustomerLinkedV1(
            customer_id=task.push.entity_id,
            version=task.push.version,
            connection_id=connection.id,
            connection_name=connection.name,
            external_id=remote.external_id,
        )
    )
