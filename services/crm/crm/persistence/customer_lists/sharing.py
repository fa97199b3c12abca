"""Who may open what is shared, as a condition of every read."""

from typing import Any

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.lists.views import SharedWithView
from shared.kernel.context import Caller
from sqlalchemy import ColumnElement, FromClause, and_, or_, true

from crm.domain.values.sharing import runs_organisation


def openable(caller: Caller, table: FromClause) -> ColumnElement[bool]:
    """Own records, shared ones, and all of them for who runs the organisation."""
    same = same_organisation(caller, table)
    if runs_organisation(caller):
        return and_(same, true())
    ways = [
        table.c.owner_id == caller.actor_id,
        table.c.shared_with_everyone,
        table.c.shared_user_ids.contains([caller.actor_id]),
    ]
    if caller.role_ids:
        ways.append(table.c.shared_role_ids.overlap(sorted(caller.role_ids)))
    return and_(same, or_(*ways))


def sharing_of(found: Any) -> SharedWithView:
    """Who else may open a row or record."""
    return SharedWithView(
        everyone=found.shared_with_everyone,
        role_ids=found.shared_role_ids,
        user_ids=found.shared_user_ids,
    )
