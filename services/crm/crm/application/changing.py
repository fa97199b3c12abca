"""What every change has in common: rights first, then the version, then the change."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise, decide, require
from shared.capabilities.references import reference
from shared.contracts.declare import Fields
from shared.kernel.context import Caller
from shared.kernel.errors import Conflict, Forbidden
from shared.kernel.records import Record

from crm.application.ports import CrmWork


def allow(
    work: CrmWork, grant: str, record: Any, noun: str, expected_version: int | None = None
) -> None:
    """
    Stop unless the caller may do this to the record, and knows its present version.

    Raises:
        NotFound: ``crm.<noun>_unknown``, not his to see.
        Forbidden: Seen, but not his to change.
        Conflict: ``crm.<noun>_stale``.
    """
    authorise(work.caller, grant, record, unknown=f"crm.{noun}_unknown")
    refuse_stale(record, noun, expected_version)


def refuse_stale(record: Record, noun: str, expected_version: int | None) -> None:
    """Stop when the caller read another version; ``crm.<noun>_stale``."""
    if expected_version is not None and record.version != expected_version:
        raise Conflict(
            "Someone changed it first.", code=f"crm.{noun}_stale", current_version=record.version
        )


def allow_creation(
    caller: Caller, grant: str, *, owner_id: UUID | None, unit_id: UUID | None
) -> None:
    """
    Stop unless the caller may make such a record for this owner and unit.

    Raises:
        Forbidden: He may not, or not for them.
    """
    require(caller, grant)
    if not decide(caller, grant, owner_id=owner_id, unit_id=unit_id).allowed:
        raise Forbidden("You may not do this.", code="platform.action_forbidden", action=grant)


def given_of(fields: Fields) -> dict[str, Any]:
    """The fields a caller gave, lists of shapes as lists of such dictionaries."""
    given = fields.given()
    for name, value in given.items():
        if isinstance(value, list) and value and isinstance(value[0], Fields):
            given[name] = [each.given() for each in value]
    return given


def settle_owner(work: CrmWork, values: dict[str, Any], *, is_new: bool) -> None:
    """
    Make sure that owner and unit exist; a new record belongs to its maker and his unit.

    Raises:
        ReferenceMissing: ``identity.user_unknown``, ``identity.unit_unknown``.
    """
    caller = work.caller
    owner_id, unit_id = values.get("owner_id"), values.get("unit_id")
    owner_unit_id = None
    if owner_id is not None and owner_id != caller.actor_id:
        owner_unit_id = reference(work, "user", owner_id).unit_id  # type: ignore[arg-type]
    if unit_id is not None and unit_id != caller.unit_id and unit_id not in caller.unit_ids:
        reference(work, "unit", unit_id)  # type: ignore[arg-type]
    if is_new:
        mine = None if caller.is_system else caller.actor_id
        values.setdefault("owner_id", mine)
        values.setdefault("unit_id", owner_unit_id or caller.unit_id)
