"""What identity tells the platform about its records."""

from shared.contracts.identity.events import (
    CostCentreCreatedV1,
    CostCentreUpdatedV1,
    OrganisationCreatedV1,
    OrganisationUpdatedV1,
    RoleUpdatedV1,
    UnitCreatedV1,
    UnitUpdatedV1,
    UserCreatedV1,
    UserUpdatedV1,
)

from identity.domain.organisations import Organisation
from identity.domain.roles import Role
from identity.domain.units import CostCentre, Unit
from identity.domain.users import User


def organisation_fact(
    organisation: Organisation, fact: type[OrganisationCreatedV1 | OrganisationUpdatedV1]
) -> OrganisationCreatedV1 | OrganisationUpdatedV1:
    """The organisation's public state."""
    return fact(
        organisation_id=organisation.id,
        version=organisation.version,
        name=organisation.name,
        base_currency=organisation.base_currency,
        time_zone=organisation.time_zone,
        locale=organisation.locale,
        trial_ends_on=organisation.trial_ends_on,
    )


def unit_fact(
    unit: Unit, fact: type[UnitCreatedV1 | UnitUpdatedV1]
) -> UnitCreatedV1 | UnitUpdatedV1:
    """The unit's public state."""
    return fact(
        unit_id=unit.id,
        version=unit.version,
        name=unit.name,
        code=unit.code,
        parent_id=unit.parent_id,
        manager_id=unit.manager_id,
        archived=unit.archived_at is not None,
    )


def cost_centre_fact(
    cost_centre: CostCentre, fact: type[CostCentreCreatedV1 | CostCentreUpdatedV1]
) -> CostCentreCreatedV1 | CostCentreUpdatedV1:
    """The cost centre's public state."""
    return fact(
        cost_centre_id=cost_centre.id,
        version=cost_centre.version,
        name=cost_centre.name,
        code=cost_centre.code,
        unit_id=cost_centre.unit_id,
        archived=cost_centre.archived_at is not None,
    )


def user_fact(
    user: User, fact: type[UserCreatedV1 | UserUpdatedV1]
) -> UserCreatedV1 | UserUpdatedV1:
    """The user's public state."""
    return fact(
        user_id=user.id,
        version=user.version,
        name=user.name,
        email=user.email,
        status=user.status,
        unit_id=user.unit_id,
        supervisor_id=user.supervisor_id,
        time_zone=user.time_zone,
        locale=user.locale,
        archived=user.archived_at is not None,
    )


def role_fact(role: Role) -> RoleUpdatedV1:
    """That a role's rights may have changed; what they are is nobody else's business."""
    return RoleUpdatedV1(
        role_id=role.id,
        version=role.version,
        name=role.name,
        archived=role.archived_at is not None,
    )
