"""Identity's unit of work."""

from functools import cached_property

from shared.persistence.work import Work

from identity.application.ports import AccessTokens, Passwords, Secrets
from identity.persistence import mapping, tables
from identity.persistence.api_tokens import StoredApiTokens
from identity.persistence.logins import StoredLogins
from identity.persistence.organisations import StoredOrganisations
from identity.persistence.principals import StoredPrincipals
from identity.persistence.roles import StoredRoles
from identity.persistence.sessions import StoredSessions
from identity.persistence.units import StoredCostCentres, StoredUnits
from identity.persistence.users import StoredUsers

__all__ = ["IdentityWork", "mapping"]  # importing the mapping is what maps the classes


class IdentityWork(Work):
    """One transaction with identity's repositories; adapters are set by ``Works``."""

    metadata = tables.metadata
    passwords: Passwords
    access_tokens: AccessTokens
    secrets: Secrets

    @cached_property
    def organisations(self) -> StoredOrganisations:
        return StoredOrganisations(self)

    @cached_property
    def units(self) -> StoredUnits:
        return StoredUnits(self)

    @cached_property
    def cost_centres(self) -> StoredCostCentres:
        return StoredCostCentres(self)

    @cached_property
    def users(self) -> StoredUsers:
        return StoredUsers(self)

    @cached_property
    def roles(self) -> StoredRoles:
        return StoredRoles(self)

    @cached_property
    def logins(self) -> StoredLogins:
        return StoredLogins(self)

    @cached_property
    def sessions(self) -> StoredSessions:
        return StoredSessions(self)

    @cached_property
    def api_tokens(self) -> StoredApiTokens:
        return StoredApiTokens(self)

    @cached_property
    def principals(self) -> StoredPrincipals:
        return StoredPrincipals(self)
