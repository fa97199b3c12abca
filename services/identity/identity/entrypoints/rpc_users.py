"""Users, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import authorise, same_organisation, visible
from shared.contracts.identity.views import InvitedUserView, UserFields, UserNameView, UserView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from identity.application import users
from identity.entrypoints.lists import live_unless_asked
from identity.entrypoints.views import invited_view, user_name_view, user_view
from identity.persistence import tables
from identity.persistence.users import USER_COLUMNS, USERS
from identity.persistence.work import IdentityWork


class UsersRpc:
    """Promised in shared.contracts.identity.rpc.  A user is the owner of himself."""

    @command(hidden=("initial_password",))
    def create_user(self, work: IdentityWork, *, fields: UserFields) -> InvitedUserView:
        return invited_view(users.create_user(work, fields=fields))

    @question()
    def get_user(self, work: IdentityWork, *, user_id: UUID) -> UserView:
        user = work.users.get(user_id)
        authorise(work.caller, "user.view", user, owner="id", unknown=users.UNKNOWN)
        return user_view(user)

    @question()
    def list_users(self, work: IdentityWork, *, query: ListQuery) -> Page[UserView]:
        seen = visible(work.caller, "user.view", tables.users, owner="id")
        where = seen & live_unless_asked(query, tables.users)
        return USERS.page(work, query, where=where, columns=USER_COLUMNS, to_view=user_view)

    @question()
    def list_user_names(self, work: IdentityWork, *, query: ListQuery) -> Page[UserNameView]:
        mine = same_organisation(work.caller, tables.users)
        where = mine & live_unless_asked(query, tables.users)
        return USERS.page(work, query, where=where, to_view=user_name_view)

    @command()
    def change_user(
        self, work: IdentityWork, *, user_id: UUID, expected_version: int, fields: UserFields
    ) -> UserView:
        return user_view(
            users.change_user(
                work, user_id=user_id, expected_version=expected_version, fields=fields
            )
        )

    @command()
    def archive_user(
        self, work: IdentityWork, *, user_id: UUID, expected_version: int | None = None
    ) -> UserView:
        return user_view(
            users.archive_user(work, user_id=user_id, expected_version=expected_version)
        )

    @command()
    def restore_user(self, work: IdentityWork, *, user_id: UUID) -> UserView:
        return user_view(users.restore_user(work, user_id=user_id))

    @command(hidden=("initial_password",))
    def reset_password(self, work: IdentityWork, *, user_id: UUID) -> InvitedUserView:
        return invited_view(users.reset_password(work, user_id=user_id))

    @command()
    def change_password(
        self, work: IdentityWork, *, current_password: str, new_password: str
    ) -> None:
        users.change_password(work, current_password=current_password, new_password=new_password)
