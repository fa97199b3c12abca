"""What the present caller may hand out, and whom he may touch."""

from uuid import UUID

from shared.capabilities.policy import decide, require
from shared.kernel.context import Caller
from shared.kernel.errors import Forbidden

from identity.application.ports import IdentityWork
from identity.domain.rights import EVERYTHING, Rights
from identity.domain.roles import refuse_wider
from identity.domain.users import User


def rights_held(caller: Caller) -> Rights:
    """What the caller may do himself; the platform may do everything."""
    if caller.is_system:
        return EVERYTHING
    return Rights(caller.grants, caller.field_classes)


def require_in_unit(caller: Caller, grant: str, unit_id: UUID | None) -> None:
    """
    Stop unless the caller has the grant for records of the unit.

    Raises:
        Forbidden: He has it nowhere, or for other units only.
    """
    require(caller, grant)
    if not decide(caller, grant, owner_id=None, unit_id=unit_id).allowed:
        raise Forbidden(
            "You may not do this in that unit.", code="platform.action_forbidden", action=grant
        )


def refuse_stronger(work: IdentityWork, user: User) -> None:
    """
    Stop a caller from taking over, or stopping, someone with more rights than his own.

    Raises:
        GrantTooWide: see above.
    """
    if user.id != work.caller.actor_id:
        refuse_wider(rights_held(work.caller), work.users.rights_of(user.role_ids))
