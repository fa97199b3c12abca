"""Use cases of roles: nobody hands out, or takes away, more than he holds."""

from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.identity.views import RoleFields

from identity.application.facts import role_fact
from identity.application.grants import rights_held
from identity.application.ports import IdentityWork
from identity.domain.errors import CodeTaken, OwnRights, RoleInUse
from identity.domain.roles import Role, refuse_wider


def create_role(work: IdentityWork, *, fields: RoleFields) -> Role:
    """
    Make a role of the organisation's own.

    Raises:
        GrantTooWide, RightUnknown, Invalid: see the domain.
        CodeTaken: Another role has the name.
    """
    require(work.caller, "role.create")
    work.organisations.lock()
    role = Role(name="")
    role.change({"name": None, **fields.given()})
    _refuse_taken(work, role)
    refuse_wider(rights_held(work.caller), role.rights)
    work.save(role)
    work.publish(role_fact(role))
    return role


def change_role(
    work: IdentityWork, *, role_id: UUID, expected_version: int, fields: RoleFields
) -> Role:
    """
    Change a role; everyone who holds it has the new rights at once.

    Raises:
        OwnRights: The caller holds the role.
        RoleFixed, GrantTooWide, RightUnknown, CodeTaken.
    """
    require(work.caller, "role.update")
    work.organisations.lock()
    role = work.roles.get(role_id, expected_version=expected_version)
    holders = _holders_without_caller(work, role)
    held = rights_held(work.caller)
    refuse_wider(held, role.rights)
    role.change(fields.given())
    _refuse_taken(work, role)
    refuse_wider(held, role.rights)
    work.save(role)
    work.users.bump_grants(user_ids=holders)
    work.publish(role_fact(role))
    return role


def archive_role(work: IdentityWork, *, role_id: UUID, expected_version: int | None) -> Role:
    """
    Put a role away that nobody holds.

    Raises:
        RoleInUse, RoleFixed.
    """
    require(work.caller, "role.archive")
    work.organisations.lock()
    role = work.roles.get(role_id, expected_version=expected_version)
    role.refuse_when_fixed()
    if holders := work.roles.holders(role.id):
        raise RoleInUse(len(holders))
    role.archived_at = role.archived_at or work.now()
    work.save(role)
    work.publish(role_fact(role))
    return role


def restore_role(work: IdentityWork, *, role_id: UUID) -> Role:
    """
    Take an archived role back.

    Raises:
        CodeTaken: Another role got the name meanwhile.
        GrantTooWide: The caller holds less.
    """
    require(work.caller, "role.archive")
    work.organisations.lock()
    role = work.roles.get(role_id)
    refuse_wider(rights_held(work.caller), role.rights)
    _refuse_taken(work, role)
    role.archived_at = None
    work.save(role)
    work.publish(role_fact(role))
    return role


def _holders_without_caller(work: IdentityWork, role: Role) -> set[UUID]:
    role.refuse_when_fixed()
    holders = work.roles.holders(role.id)
    if work.caller.actor_id in holders:
        raise OwnRights
    return holders


def _refuse_taken(work: IdentityWork, role: Role) -> None:
    if work.roles.name_taken(role.name, by_other_than=role.id):
        raise CodeTaken("role", "name", role.name)
