"""What other services copy of identity's records."""

from uuid import UUID

from shared.capabilities.references import reference_from
from shared.contracts.identity.events import (
    OrganisationCreatedV1,
    UnitUpdatedV1,
    UserUpdatedV1,
)
from shared.contracts.references import ReferenceView
from shared.kernel.errors import NotFound

from identity.application.facts import organisation_fact, unit_fact, user_fact
from identity.application.ports import IdentityWork


def reference_view(work: IdentityWork, *, kind: str, reference_id: UUID) -> ReferenceView:
    """
    A minimal copy of a user, a unit or the organisation.

    Every colleague may know these, whatever his rights.

    Raises:
        NotFound: There is no such record, or no such kind.
    """
    if kind == "user":
        return reference_from(kind, user_fact(work.users.get(reference_id), UserUpdatedV1))
    if kind == "unit":
        return reference_from(kind, unit_fact(work.units.get(reference_id), UnitUpdatedV1))
    organisation = work.organisations.get()
    if kind != "organisation" or organisation.id != reference_id:
        raise NotFound("There is no such record.", code="identity.reference_unknown")
    return reference_from(kind, organisation_fact(organisation, OrganisationCreatedV1))
