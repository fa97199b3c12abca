"""Organisations, as the gateway calls them."""

from shared.contracts.identity.views import (
    OrganisationFields,
    OrganisationView,
    SignedUpView,
    SignUpFields,
)
from shared.rpc.server import command, question

from identity.application.organisations import change_organisation, sign_up
from identity.entrypoints.views import organisation_view, signed_up_view
from identity.persistence.work import IdentityWork


class OrganisationsRpc:
    """Promised in shared.contracts.identity.rpc."""

    @command(anonymous=True)
    def sign_up(self, work: IdentityWork, *, fields: SignUpFields) -> SignedUpView:
        return signed_up_view(sign_up(work, fields=fields), work.now())

    @question()
    def get_organisation(self, work: IdentityWork) -> OrganisationView:
        return organisation_view(work.organisations.get(), work.now())

    @command()
    def change_organisation(
        self, work: IdentityWork, *, expected_version: int, fields: OrganisationFields
    ) -> OrganisationView:
        changed = change_organisation(work, expected_version=expected_version, fields=fields)
        return organisation_view(changed, work.now())
