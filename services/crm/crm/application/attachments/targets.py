"""The record a file is on: whether the caller may change it, and whose timeline it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise, decide
from shared.capabilities.references import reference
from shared.kernel.errors import Forbidden, NotFound

from crm.application.ports import CrmWork

_OWNED = {"case": "sales.case_unknown", "project": "projects.project_unknown"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """What of a record an attachment needs to know."""

    kind: str
    id: UUID
    customer_id: UUID | None
    owner_id: UUID | None
    unit_id: UUID | None
    is_private: bool = False


def changeable_target(work: CrmWork, kind: str, record_id: UUID) -> Target:
    """
    The record, which the caller may change.

    Raises:
        NotFound: ``crm.customer_unknown`` …; he may not see it, or it does not exist.
        Forbidden: Seen, but not his to change.
    """
    if kind in _OWNED:
        return _copied(work, kind, record_id)
    getters: dict[str, Callable[[UUID], Any]] = {
        "customer": work.customers.get,
        "contact": work.contacts.get,
        "activity": work.activities.get,
        "note": work.notes.get,
    }
    record = getters[kind](record_id)
    authorise(work.caller, f"{kind}.update", record, unknown=f"crm.{kind}_unknown")
    is_private = getattr(record, "privacy", "normal") == "private"
    if is_private and record.owner_id != work.caller.actor_id:
        raise NotFound("There is no such record.", code=f"crm.{kind}_unknown")
    return Target(
        kind=kind,
        id=record_id,
        customer_id=record_id if kind == "customer" else getattr(record, "customer_id", None),
        owner_id=record.owner_id,
        unit_id=record.unit_id,
        is_private=is_private,
    )


def _copied(work: CrmWork, kind: str, record_id: UUID) -> Target:
    copy = reference(work, kind, record_id)  # type: ignore[arg-type]
    facts = {"owner_id": copy.owner_id, "unit_id": copy.unit_id}
    works_on = str(work.caller.actor_id) in copy.data.get("member_ids", ())
    takes_part = works_on and work.caller.scope(kind, "view") != "none"
    if not takes_part and not decide(work.caller, f"{kind}.view", **facts).allowed:
        raise NotFound("There is no such record.", code=_OWNED[kind])
    if not takes_part and not decide(work.caller, f"{kind}.update", **facts).allowed:
        raise Forbidden("You may not do this.", code="platform.action_forbidden")
    customer_id = copy.data.get("customer_id")
    return Target(
        kind=kind,
        id=record_id,
        customer_id=UUID(customer_id) if customer_id else None,
        owner_id=copy.owner_id,
        unit_id=copy.unit_id,
    )
