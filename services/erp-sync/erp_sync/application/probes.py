"""Trying a connection: after it was made or changed, and while its system does not answer."""

from datetime import datetime
from uuid import UUID

from erp_sync.application.connections import request_probe
from erp_sync.application.jobs import queue_everything, wake_jobs
from erp_sync.application.ports import (
    Erp,
    ErpError,
    ErpUnavailable,
    ErpWork,
    ErpWorks,
    NotSignedIn,
    Throttled,
)
from erp_sync.domain.breakers import Breaker
from erp_sync.domain.connections import Connection, ConnectionStatus

PROBE = "connection_probe"
RESUME = "connection_resume"


def probe_connection(works: ErpWorks, *, organisation_id: UUID, connection_id: UUID) -> None:
    """Call the system once and act on what it says; run by a sync worker."""
    with works.system(organisation_id) as work:
        connection = work.connections.get(connection_id)
        if connection.archived_at is not None:
            return
        erp: Erp = work.erps.open(connection)
    error: ErpError | None = None
    try:
        erp.probe()
    except ErpError as raised:
        error = raised
    with works.system(organisation_id) as work:
        _settle(work, connection_id, error)


def probe_again(work: ErpWork, *, connection_id: UUID) -> None:
    """A probe's waiting time is over."""
    connection = work.connections.get(connection_id)
    if connection.archived_at is None:
        request_probe(work, connection)


def resume_connection(work: ErpWork, *, connection_id: UUID) -> None:
    """The time the system asked us to wait is over."""
    wake_jobs(work, work.connections.get(connection_id))


def _settle(work: ErpWork, connection_id: UUID, error: ErpError | None) -> None:
    connection = work.connections.get(connection_id, lock=True)
    breaker = work.connections.breaker(connection_id)
    if error is None:
        work.connections.put_breaker(breaker.after_contact(work.now()))
        _open(work, connection)
    else:
        note_failure(work, connection, error, is_probe=True)


def _open(work: ErpWork, connection: Connection) -> None:
    """It answers: begin with everything when it is new, go on with what is due otherwise."""
    if connection.status in (ConnectionStatus.TESTING, ConnectionStatus.REAUTH_NEEDED):
        connection.status = ConnectionStatus.ACTIVE
        work.save(connection)
        queue_everything(work, connection)
    else:
        wake_jobs(work, connection)


def note_failure(
    work: ErpWork, connection: Connection, error: ErpError, *, is_probe: bool = False
) -> None:
    """Draw the connection's conclusions from an error that is not the record's."""
    breaker, now, text = work.connections.breaker(connection.id), work.now(), str(error)
    if isinstance(error, NotSignedIn):
        breaker = breaker.after_refusal(now, kind=error.kind, text=text)
        connection.status = ConnectionStatus.REAUTH_NEEDED
        work.save(connection)
    elif isinstance(error, Throttled):
        breaker = breaker.after_throttle(now, retry_after_seconds=error.retry_after_seconds)
        _schedule(work, RESUME, breaker)
    elif isinstance(error, ErpUnavailable):
        breaker = _unavailable(work, breaker, now=now, text=text, is_probe=is_probe)
    else:
        breaker = breaker.after_refusal(now, kind=error.kind, text=text)
    work.connections.put_breaker(breaker)


def _unavailable(
    work: ErpWork, breaker: Breaker, *, now: datetime, text: str, is_probe: bool
) -> Breaker:
    fail = breaker.after_failed_probe if is_probe else breaker.after_failure
    failed = fail(now, text=text, probe_seconds=work.policy.probe_seconds)
    if failed.is_open:
        _schedule(work, PROBE, failed)
    return failed


def _schedule(work: ErpWork, kind: str, breaker: Breaker) -> None:
    if breaker.blocked_until is not None:
        work.schedule(kind, str(breaker.connection_id), breaker.blocked_until)
