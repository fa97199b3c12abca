"""Rights that explain themselves: the decision of every service, and the roles behind it."""

from collections.abc import Callable, Collection
from uuid import UUID

from shared.capabilities.policy import Decision, decide, require
from shared.contracts.identity.access_views import (
    AccessChangeView,
    AccessDecisionView,
    EffectiveAccessView,
    GrantingRoleView,
    RightChangeView,
)
from shared.kernel.context import SCOPES, Caller

from identity.application.ports import IdentityWork
from identity.domain.rights import Rights, add_up, known_field_classes, known_grants
from identity.domain.roles import Role
from identity.domain.users import User


def explain_access(
    work: IdentityWork,
    *,
    user_id: UUID,
    action: str,
    owner_id: UUID | None,
    unit_id: UUID | None,
    field_class: str | None,
) -> AccessDecisionView:
    """
    Decide as every service would, and name the roles that grant it.

    Raises:
        NotFound: ``identity.user_unknown``.
        RightUnknown: There is no such action or field class.
    """
    known_grants({action: "own"})
    known_field_classes([field_class] if field_class else [])
    user, roles = _held(work, user_id)
    caller = _as_caller(work, user, add_up(role.rights for role in roles))
    decision = decide(caller, action, owner_id=owner_id, unit_id=unit_id)
    scope = decision.path.rpartition(":")[2]
    return AccessDecisionView(
        user_id=user.id,
        user_name=user.name,
        action=action,
        allowed=decision.allowed,
        scope=scope,
        path=decision.path,
        because=_because(caller, decision, scope, owner_id, unit_id),
        record_owner_id=owner_id,
        record_unit_id=unit_id,
        roles=_granting(roles, lambda role: role.rights.scope(action)),
        field_class=field_class,
        sees_field_class=caller.sees(field_class) if field_class else None,
        field_class_roles=_granting(
            roles, lambda role: "all" if field_class in role.field_classes else "none"
        ),
    )


def effective_access(work: IdentityWork, *, user_id: UUID) -> EffectiveAccessView:
    """Everything somebody may do.  Raises ``identity.user_unknown``."""
    user, roles = _held(work, user_id)
    rights = add_up(role.rights for role in roles)
    return EffectiveAccessView(
        user_id=user.id,
        user_name=user.name,
        grants=dict(sorted(rights.grants.items())),
        field_classes=sorted(rights.field_classes),
        granted_by={right: _granting(roles, _scope_of(right)) for right in sorted(rights.grants)},
    )


def compare_access(
    work: IdentityWork,
    *,
    user_id: UUID,
    remove_role_ids: Collection[UUID],
    add_role_ids: Collection[UUID],
) -> AccessChangeView:
    """What somebody would lose and gain.  Raises ``identity.user_unknown``, ``…role_unknown``."""
    user, roles = _held(work, user_id)
    kept = [role for role in roles if role.id not in set(remove_role_ids)]
    added = [work.roles.get(role_id) for role_id in dict.fromkeys(add_role_ids)]
    before = add_up(role.rights for role in roles)
    after = add_up(role.rights for role in [*kept, *added])
    changes = [
        RightChangeView(action=right, before=before.scope(right), after=after.scope(right))
        for right in sorted({*before.grants, *after.grants})
        if before.scope(right) != after.scope(right)
    ]
    return AccessChangeView(
        user_id=user.id,
        lost=[each for each in changes if _narrower(each.after, each.before)],
        gained=[each for each in changes if _narrower(each.before, each.after)],
        field_classes_lost=sorted(before.field_classes - after.field_classes),
        field_classes_gained=sorted(after.field_classes - before.field_classes),
    )


def _held(work: IdentityWork, user_id: UUID) -> tuple[User, list[Role]]:
    if user_id != work.caller.actor_id:
        require(work.caller, "role.view")
    return work.users.get(user_id), work.roles.held_by(user_id)


def _as_caller(work: IdentityWork, user: User, rights: Rights) -> Caller:
    return Caller(
        organisation_id=work.caller.organisation_id,
        actor_id=user.id,
        unit_id=user.unit_id,
        unit_ids=frozenset(work.units.below(user.unit_id)),
        grants=dict(rights.grants),
        field_classes=rights.field_classes,
    )


def _scope_of(right: str) -> Callable[[Role], str]:
    return lambda role: role.rights.scope(right)


def _granting(roles: Collection[Role], scope_of: Callable[[Role], str]) -> list[GrantingRoleView]:
    found = [
        GrantingRoleView(role_id=role.id, name=role.name, scope=scope)
        for role in roles
        if (scope := scope_of(role)) != "none"
    ]
    return sorted(found, key=lambda each: (-SCOPES.index(each.scope), each.name))


def _narrower(one: str, other: str) -> bool:
    return SCOPES.index(one) < SCOPES.index(other)


def _because(
    caller: Caller,
    decision: Decision,
    scope: str,
    owner_id: UUID | None,
    unit_id: UUID | None,
) -> str:
    """The part of the scope that decided, as a code a client has words for."""
    if scope == "none":
        return "not_granted"
    if scope == "all":
        return "everything"
    if owner_id is not None and owner_id == caller.actor_id:
        return "owner"
    if not decision.allowed:
        return "outside_scope"
    return "same_unit" if unit_id == caller.unit_id else "unit_below"
