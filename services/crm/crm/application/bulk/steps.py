"""
One record of a change of many: tried, changed, changed back.

It goes through the same use case as a change by hand, so there is one place for every rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide
from shared.contracts.crm.views import ContactFields, CustomerFields
from shared.contracts.declare import Fields, dump, load
from shared.kernel.errors import Conflict, Forbidden, PlatformError
from shared.kernel.records import Record

from crm.application.contacts import change_contact
from crm.application.customers import change_customer
from crm.application.ports import CrmWork
from crm.domain.bulk.patches import Patch, Plain, differences

_PARTS = frozenset({"addresses", "affiliations"})


class _Tried(Exception):
    """A trial is over; what it did is undone by it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """An entity that can be changed in bulk."""

    name: str
    fields: type[Fields]
    load: Callable[[CrmWork, UUID], Record]
    change: Callable[[CrmWork, UUID, int, Any], Record]

    def plain(self, record: Record) -> Plain:
        """The fields a change may touch, as JSON writes them."""
        names = [name for name in self.fields.__struct_fields__ if name not in _PARTS]
        attributes = {name: "segment_ids" if name == "segments" else name for name in names}
        return {name: dump(getattr(record, of)) for name, of in attributes.items()}


KINDS = {
    "customer": Kind(
        name="customer",
        fields=CustomerFields,
        load=lambda work, record_id: work.customers.get(record_id),
        change=lambda work, record_id, version, fields: change_customer(
            work, customer_id=record_id, expected_version=version, fields=fields
        ),
    ),
    "contact": Kind(
        name="contact",
        fields=ContactFields,
        load=lambda work, record_id: work.contacts.get(record_id),
        change=lambda work, record_id, version, fields: change_contact(
            work, contact_id=record_id, expected_version=version, fields=fields
        ),
    ),
}

Outcome = dict[str, Any]


def try_row(work: CrmWork, kind: Kind, patch: Patch, row: Any) -> Outcome:
    """Make the change, look at it, and take it back."""
    made: dict[str, Any] = {}
    try:
        with work.imports.attempt():
            made = _change(work, kind, patch, row.record_id, row.record_version)
            raise _Tried
    except _Tried:
        state = "ready" if made["changes"] else "unchanged"
        return _outcome(row, state, changes=made["changes"])
    except PlatformError as error:
        return _refused(row, error)


def apply_row(work: CrmWork, kind: Kind, patch: Patch, row: Any) -> Outcome:
    """Make the change unless the record is another one than the preview saw."""
    try:
        with work.imports.attempt():
            made = _change(work, kind, patch, row.record_id, row.record_version)
    except PlatformError as error:
        return _refused(row, error)
    inverse, version = made["inverse"].to_json(), made["version"]
    return _outcome(row, "applied", changes=made["changes"], inverse=inverse, after=version)


def undo_row(work: CrmWork, kind: Kind, patch: Patch, row: Any) -> Outcome:
    """Bring the record back unless somebody changed it since."""
    kept = {"changes": row.changes, "inverse": row.inverse, "after": row.after_version}
    try:
        with work.imports.attempt():
            _change(work, kind, Patch(**row.inverse), row.record_id, row.after_version)
    except PlatformError as error:
        state = "changed_since" if isinstance(error, Conflict) else "applied"
        return _outcome(row, state, error=error, **kept)
    return _outcome(row, "undone", **kept)


def _change(
    work: CrmWork, kind: Kind, patch: Patch, record_id: UUID, version: int
) -> dict[str, Any]:
    record: Any = kind.load(work, record_id)
    whose = {"owner_id": record.owner_id, "unit_id": record.unit_id}
    if not decide(work.caller, "customer.bulk", **whose).allowed:
        raise Forbidden("You may not change many such.", code="platform.action_forbidden")
    before = kind.plain(record)
    fields: Any = load(kind.fields, patch.given(before))
    changed = kind.change(work, record_id, version, fields)
    work.flush()
    after = kind.plain(changed)
    return {
        "changes": differences(before, after),
        "inverse": patch.inverse(before, after),
        "version": changed.version,
    }


def _refused(row: Any, error: PlatformError) -> Outcome:
    return _outcome(row, "refused", changes=row.changes, error=error)


def _outcome(
    row: Any,
    state: str,
    *,
    changes: list[Any],
    inverse: Plain | None = None,
    after: int | None = None,
    error: PlatformError | None = None,
) -> Outcome:
    return {
        "row_id": row.id,
        "new_state": state,
        "new_changes": changes,
        "new_inverse": inverse,
        "new_after_version": after,
        "new_code": error.code if error else None,
        "new_message": error.message if error else None,
    }
