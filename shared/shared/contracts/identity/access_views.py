"""Shapes of explained rights: why somebody may do something, and what a role is worth to him."""

from uuid import UUID

from shared.contracts.declare import View


class GrantingRoleView(View):
    """A role that grants the right, and how far."""

    role_id: UUID
    name: str
    scope: str


class AccessDecisionView(View):
    """
    A decision and the grant that made it.

    ``path`` is ``resource.action:scope`` as decided by every service; ``because`` says in words
    which part of the scope the record is in; ``roles`` are those that grant the right, widest
    first.
    """

    user_id: UUID
    user_name: str
    action: str
    allowed: bool
    scope: str
    path: str
    because: str
    record_owner_id: UUID | None
    record_unit_id: UUID | None
    roles: list[GrantingRoleView]
    field_class: str | None
    sees_field_class: bool | None
    field_class_roles: list[GrantingRoleView]


class EffectiveAccessView(View):
    """Everything somebody may do: right → scope, classes of fields, and the roles behind it."""

    user_id: UUID
    user_name: str
    grants: dict[str, str]
    field_classes: list[str]
    granted_by: dict[str, list[GrantingRoleView]]


class RightChangeView(View):
    """A right whose scope would change."""

    action: str
    before: str
    after: str


class AccessChangeView(View):
    """What would change for somebody if roles were taken from him or given to him."""

    user_id: UUID
    lost: list[RightChangeView]
    gained: list[RightChangeView]
    field_classes_lost: list[str]
    field_classes_gained: list[str]
