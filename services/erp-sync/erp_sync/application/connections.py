"""What people do with connections."""

from typing import Any
from uuid import UUID

from shared.capabilities.outbound import AddressRefused, check_url
from shared.capabilities.policy import require
from shared.contracts.erp_sync.events import ProbeRequestedV1
from shared.contracts.erp_sync.views import ConnectionFields
from shared.kernel.errors import Conflict, FieldError, Invalid

from erp_sync.application.jobs import queue_everything, wake_jobs
from erp_sync.application.ports import ErpWork
from erp_sync.domain.connections import Connection, ConnectionKind, ConnectionStatus
from erp_sync.domain.errors import ConnectionArchived, ConnectionInvalid

_RENAMED = {"database": "database_name"}
_CREDENTIALS = frozenset({"url", "database", "username", "password"})
_NEVER_NULL = frozenset({"name", "status", "customer_numbers", "customer_kinds", "concurrency"})


def create_connection(work: ErpWork, *, fields: ConnectionFields) -> Connection:
    """
    Connect an ERP system; a sync worker tries it, then every known customer is queued.

    Raises:
        ConnectionInvalid: With every fault.
        Conflict: ``erp_sync.connection_exists``, the name is taken.
    """
    require(work.caller, "erp.create")
    given = fields.given()
    kind = _kind(given.pop("kind", None))
    if given.pop("status", "active") == "paused":
        raise ConnectionInvalid([FieldError("/status", "invalid", "cannot begin paused")])
    connection = Connection(kind=kind, name="")
    _fill(work, connection, given)
    work.save(connection)
    request_probe(work, connection)
    return connection


def change_connection(
    work: ErpWork, *, connection_id: UUID, expected_version: int, fields: ConnectionFields
) -> Connection:
    """
    Change a connection; new credentials are tried before anything is sent with them.

    Raises:
        ConnectionInvalid: With every fault; the kind never changes.
        Conflict: ``erp_sync.connection_exists``.
    """
    require(work.caller, "erp.update")
    connection = work.connections.get(connection_id, expected_version=expected_version, lock=True)
    given = fields.given()
    if given.pop("kind", connection.kind) != connection.kind:
        raise ConnectionInvalid([FieldError("/kind", "read_only", "never changes")])
    status = given.pop("status", None)
    _fill(work, connection, given)
    if _CREDENTIALS & given.keys():
        connection.status = ConnectionStatus.TESTING
    _apply_status(connection, status)
    work.save(connection)
    _go_on(work, connection)
    return connection


def archive_connection(
    work: ErpWork, *, connection_id: UUID, expected_version: int | None = None
) -> Connection:
    """Stop sending anything; links are kept, so that nothing is doubled after a restore."""
    require(work.caller, "erp.archive")
    connection = work.connections.get(connection_id, expected_version=expected_version, lock=True)
    if connection.archived_at is None:
        connection.archived_at = work.now()
        work.save(connection)
    return connection


def restore_connection(work: ErpWork, *, connection_id: UUID) -> Connection:
    """
    Take an archived connection up again, as if it were new.

    Raises:
        Conflict: ``erp_sync.connection_exists``, its name is taken by now.
    """
    require(work.caller, "erp.archive")
    connection = work.connections.get(connection_id, lock=True)
    if connection.archived_at is not None:
        _refuse_taken_name(work, connection)
        connection.archived_at = None
        connection.status = ConnectionStatus.TESTING
        work.save(connection)
        request_probe(work, connection)
    return connection


def test_connection(work: ErpWork, *, connection_id: UUID) -> Connection:
    """Have a sync worker try the connection; what it finds shows in the connection."""
    require(work.caller, "erp.update")
    connection = _live(work, connection_id)
    request_probe(work, connection)
    return connection


def resync_connection(work: ErpWork, *, connection_id: UUID) -> Connection:
    """Queue every known customer; what is equal there already makes no call."""
    require(work.caller, "erp.update")
    connection = _live(work, connection_id)
    queue_everything(work, connection)
    return connection


def request_probe(work: ErpWork, connection: Connection) -> None:
    """Ask the sync workers whether the system answers; only they call other systems."""
    work.publish(
        ProbeRequestedV1(
            connection_id=connection.id,
            version=connection.version,
            organisation_id=work.caller.organisation_id,
        )
    )


def _live(work: ErpWork, connection_id: UUID) -> Connection:
    connection = work.connections.get(connection_id)
    if connection.archived_at is not None:
        raise ConnectionArchived(connection_id)
    return connection


def _kind(value: str | None) -> ConnectionKind:
    try:
        return ConnectionKind(value or "")
    except ValueError:
        kinds = ", ".join(ConnectionKind)
        raise ConnectionInvalid([FieldError("/kind", "invalid", f"one of {kinds}")]) from None


def _fill(work: ErpWork, connection: Connection, given: dict[str, Any]) -> None:
    for name, value in given.items():
        if value is None and name in _NEVER_NULL:
            raise ConnectionInvalid([FieldError(f"/{name}", "required", "must not be null")])
        if name == "password":
            sealed = None if value is None else work.vault.seal(value, record_id=connection.id)
            connection.secret = sealed
        else:
            setattr(connection, _RENAMED.get(name, name), value)
    connection.check()
    _check_address(work, connection)
    _refuse_taken_name(work, connection)


def _check_address(work: ErpWork, connection: Connection) -> None:
    if connection.url is None:
        return
    try:
        check_url(connection.url, allow_private=work.allow_private)
    except AddressRefused as error:
        fault = FieldError("/url", "url_not_allowed", str(error))
        raise Invalid(str(error), code="erp_sync.url_not_allowed", errors=[fault]) from None


def _refuse_taken_name(work: ErpWork, connection: Connection) -> None:
    if work.connections.name_taken(connection.name, but=connection.id):
        raise Conflict(
            "There is a connection of this name.",
            code="erp_sync.connection_exists",
            name=connection.name,
        )


def _apply_status(connection: Connection, status: str | None) -> None:
    if status is None:
        return
    if status not in (ConnectionStatus.ACTIVE, ConnectionStatus.PAUSED):
        raise ConnectionInvalid([FieldError("/status", "invalid", "must be active or paused")])
    if status == ConnectionStatus.PAUSED:
        connection.status = ConnectionStatus.PAUSED
    elif connection.status != ConnectionStatus.ACTIVE:
        connection.status = ConnectionStatus.TESTING  # it must answer before it is used


def _go_on(work: ErpWork, connection: Connection) -> None:
    if connection.status == ConnectionStatus.TESTING:
        request_probe(work, connection)
    elif connection.is_open:
        wake_jobs(work, connection)
