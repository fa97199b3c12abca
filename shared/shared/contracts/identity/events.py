"""
Facts identity publishes.

Owner: identity.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from datetime import date
from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone


@event("identity", "organisation.created", aggregate="organisation_id")
class OrganisationCreatedV1(Event):
    """
    An organisation signed up.

    Read by: every service (lists and series of its own are made for it).
    """

    organisation_id: UUID
    version: int
    name: str
    base_currency: str
    time_zone: str
    locale: str
    trial_ends_on: date | None = None


@event("identity", "unit.created", aggregate="unit_id")
class UnitCreatedV1(Event):
    """
    A business unit was added to the tree.

    Read by: crm, sales, quoting, projects (reference copy).
    """

    unit_id: UUID
    version: int
    name: str
    code: str
    parent_id: UUID | None = None
    manager_id: UUID | None = None
    archived: bool = False


@event("identity", "unit.updated", aggregate="unit_id")
class UnitUpdatedV1(Event):
    """
    A business unit was renamed, moved, archived or restored.

    Read by: crm, sales, quoting, projects (reference copy).
    """

    unit_id: UUID
    version: int
    name: str
    code: str
    parent_id: UUID | None = None
    manager_id: UUID | None = None
    archived: bool = False


@event("identity", "user.created", aggregate="user_id")
class UserCreatedV1(Event):
    """
    A user was invited or created.

    Read by: crm, sales, quoting, projects, calendar_sync (reference copy).
    """

    user_id: UUID
    version: int
    name: str
    email: str
    status: str
    unit_id: UUID | None = None
    supervisor_id: UUID | None = None
    time_zone: str = "Europe/Oslo"
    locale: str = "nb"
    archived: bool = False


@event("identity", "user.updated", aggregate="user_id")
class UserUpdatedV1(Event):
    """
    A user's name, unit, supervisor or status changed, or he was archived or restored.

    Read by: crm, sales, quoting, projects, calendar_sync (reference copy).
    """

    user_id: UUID
    version: int
    name: str
    email: str
    status: str
    unit_id: UUID | None = None
    supervisor_id: UUID | None = None
    time_zone: str = "Europe/Oslo"
    locale: str = "nb"
    archived: bool = False


@event("identity", "organisation.updated", aggregate="organisation_id", optional=True)
class OrganisationUpdatedV1(Event):
    """
    An organisation's name, time zone, locale or state changed.

    Read by: nobody yet.
    """

    organisation_id: UUID
    version: int
    name: str
    base_currency: str
    time_zone: str
    locale: str
    trial_ends_on: date | None = None


@event("identity", "cost_centre.created", aggregate="cost_centre_id", optional=True)
class CostCentreCreatedV1(Event):
    """
    A cost centre was added.

    Read by: nobody yet.
    """

    cost_centre_id: UUID
    version: int
    name: str
    code: str
    unit_id: UUID | None = None
    archived: bool = False


@event("identity", "cost_centre.updated", aggregate="cost_centre_id", optional=True)
class CostCentreUpdatedV1(Event):
    """
    A cost centre was renamed, moved, archived or restored.

    Read by: nobody yet.
    """

    cost_centre_id: UUID
    version: int
    name: str
    code: str
    unit_id: UUID | None = None
    archived: bool = False


@event("identity", "role.updated", aggregate="role_id", optional=True)
class RoleUpdatedV1(Event):
    """
    What a role allows was changed; those who hold it have other rights from now on.

    Read by: nobody yet.
    """

    role_id: UUID
    version: int
    name: str
    archived: bool = False


@event("identity", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    identity has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """
