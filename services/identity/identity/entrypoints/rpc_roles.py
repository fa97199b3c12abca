"""Roles, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import require, same_organisation
from shared.contracts.identity.views import RoleFields, RoleView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from identity.application import roles
from identity.entrypoints.lists import live_unless_asked
from identity.entrypoints.views import role_view
from identity.persistence import tables
from identity.persistence.roles import ROLES
from identity.persistence.work import IdentityWork


class RolesRpc:
    """Promised in shared.contracts.identity.rpc.  Roles belong to no unit."""

    @command()
    def create_role(self, work: IdentityWork, *, fields: RoleFields) -> RoleView:
        return role_view(roles.create_role(work, fields=fields))

    @question()
    def get_role(self, work: IdentityWork, *, role_id: UUID) -> RoleView:
        require(work.caller, "role.view")
        return role_view(work.roles.get(role_id))

    @question()
    def list_roles(self, work: IdentityWork, *, query: ListQuery) -> Page[RoleView]:
        require(work.caller, "role.view")
        mine = same_organisation(work.caller, tables.roles)
        where = mine & live_unless_asked(query, tables.roles)
        return ROLES.page(work, query, where=where, to_view=role_view)

    @command()
    def change_role(
        self, work: IdentityWork, *, role_id: UUID, expected_version: int, fields: RoleFields
    ) -> RoleView:
        return role_view(
            roles.change_role(
                work, role_id=role_id, expected_version=expected_version, fields=fields
            )
        )

    @command()
    def archive_role(
        self, work: IdentityWork, *, role_id: UUID, expected_version: int | None = None
    ) -> RoleView:
        return role_view(
            roles.archive_role(work, role_id=role_id, expected_version=expected_version)
        )

    @command()
    def restore_role(self, work: IdentityWork, *, role_id: UUID) -> RoleView:
        return role_view(roles.restore_role(work, role_id=role_id))
