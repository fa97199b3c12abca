"""
Who may do what: the one decision function of the platform, deny by default.

A grant is ``resource.action`` with a scope.  What a caller may not see does not exist for him.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, false, true

from shared.kernel.context import SCOPES, Caller
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.rights import require as require  # asked for here together with the others


@dataclass(frozen=True)
class Decision:
    """Whether, and which grant allowed it (the path shown by *explain*)."""

    allowed: bool
    path: str


def decide(caller: Caller, grant: str, *, owner_id: UUID | None, unit_id: UUID | None) -> Decision:
    """
    Decide about one record by who owns it and which unit it belongs to.

    Args:
        grant: ``resource.action``.
    """
    scope = caller.scope(*grant.split(".", 1))
    owned = owner_id is not None and owner_id == caller.actor_id
    allowed = {
        "none": False,
        "own": owned,
        "unit": owned or (unit_id is not None and unit_id == caller.unit_id),
        "subtree": owned or (unit_id is not None and unit_id in caller.unit_ids),
        "all": True,
    }[scope]
    return Decision(allowed, f"{grant}:{scope}")


def authorise(
    caller: Caller,
    grant: str,
    record: Any,
    *,
    owner: str = "owner_id",
    unit: str = "unit_id",
    unknown: str = "platform.record_unknown",
) -> None:
    """
    Stop unless the caller may do this to the record.

    Raises:
        NotFound: *unknown*; the caller may not even see it.
        Forbidden: He may see it, but not do this.
    """
    facts = {"owner_id": getattr(record, owner, None), "unit_id": getattr(record, unit, None)}
    resource = grant.split(".", 1)[0]
    if not decide(caller, f"{resource}.view", **facts).allowed:
        raise NotFound("There is no such record.", code=unknown, id=record.id)
    if not decide(caller, grant, **facts).allowed:
        raise Forbidden("You may not do this.", code="platform.action_forbidden", action=grant)


def require_class(caller: Caller, field_class: str) -> None:
    """
    Stop unless values of the field class may be shown.

    Raises:
        Forbidden: They may not.
    """
    if not caller.sees(field_class):
        raise Forbidden(
            "You may not see this.", code="platform.field_forbidden", field_class=field_class
        )


def visible(
    caller: Caller,
    grant: str,
    table: FromClause,
    *,
    owner: str = "owner_id",
    unit: str = "unit_id",
) -> ColumnElement[bool]:
    """
    The rows of *table* the caller has the grant for, as a condition for every read.

    Args:
        owner: Column of the owning user.
        unit: Column of the business unit.
    """
    return and_(same_organisation(caller, table), _in_scope(caller, grant, table, owner, unit))


def same_organisation(caller: Caller, table: FromClause) -> ColumnElement[bool]:
    """The query filter between organisations; row-level security stands behind it."""
    return table.c.organisation_id == caller.organisation_id


def _in_scope(
    caller: Caller, grant: str, table: FromClause, owner: str, unit: str
) -> ColumnElement[bool]:
    scope = caller.scope(*grant.split(".", 1))
    if scope == "all":
        return true()
    if scope == "none":
        return false()
    owned = table.c[owner] == caller.actor_id
    if scope == "own":
        return owned
    if scope == "unit":
        return owned | (table.c[unit] == caller.unit_id)
    return owned | table.c[unit].in_(sorted(caller.unit_ids))


def widest(scopes: list[str]) -> str:
    """The widest of several scopes; ``none`` when there are none."""
    return max(scopes, key=SCOPES.index, default="none")
