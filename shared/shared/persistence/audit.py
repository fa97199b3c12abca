"""The audit trail: who changed which field from what to what, written with the change itself."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from shared.kernel.clock import Clock
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.kernel.records import Child, Record

# Kept by the platform itself; a change of them alone tells nobody anything.
_BOOKKEEPING = frozenset({"version", "updated_at", "created_at", "organisation_id", "id"})
_HIDDEN = "(hidden)"
_CUSTOM = "custom"


def stamp(session: Session, caller: Caller, clock: Clock) -> None:
    """Fill in organisation and times of what is about to be stored."""
    now = clock.now()
    for record in session.new:
        if isinstance(record, Record | Child) and record.organisation_id is None:
            record.organisation_id = caller.organisation_id
        if isinstance(record, Record):
            record.created_at = record.created_at or now
            record.updated_at = record.updated_at or now


def entries_for(session: Session, caller: Caller, clock: Clock) -> list[dict[str, Any]]:
    """Describe what is about to be stored, as rows of ``audit_entries``."""
    kinds = ((session.new, "created"), (session.dirty, "changed"), (session.deleted, "removed"))
    rows = []
    for records, action in kinds:
        for record in records:
            changes = _changes(record, action)
            if changes or action == "removed":
                rows.append(entry(caller, clock, record, action, changes))
    return rows


def entry(
    caller: Caller, clock: Clock, record: Any, action: str, changes: dict[str, Any]
) -> dict[str, Any]:
    """One row of ``audit_entries``."""
    return {
        "id": new_id(),
        "organisation_id": caller.organisation_id,
        "at": clock.now(),
        "actor_id": caller.actor_id,
        "on_behalf_of": caller.on_behalf_of,
        "source": caller.source,
        "action": action,
        "entity": type(record).__name__,
        "entity_id": record.id,
        "entity_version": record.version + 1 if isinstance(record, Record) else None,
        "changes": changes,
        "correlation_id": caller.correlation_id,
    }


def _changes(record: Any, action: str) -> dict[str, Any]:
    state = inspect(record)
    hidden: frozenset[str] = getattr(type(record), "audit_hides", frozenset())
    changes: dict[str, Any] = {}
    for name in state.mapper.column_attrs.keys():  # noqa: SIM118 - not a plain dict
        if name in _BOOKKEEPING:
            continue
        history: History = state.attrs[name].history
        old = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else None
        if not history.has_changes() or (action == "created" and new is None) or old == new:
            continue
        if name == _CUSTOM:
            changes |= _custom_changes(old or {}, new or {})
        else:
            changes[name] = [_HIDDEN, _HIDDEN] if name in hidden else [_plain(old), _plain(new)]
    return changes


def _custom_changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Values of the organisation's own fields, each under its key."""
    return {
        f"{_CUSTOM}.{key}": [old.get(key), new.get(key)]
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.to_json()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if value is None or isinstance(value, str | int | bool | dict | list):
        return value
    return str(value)
