"""Personal API tokens, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import authorise, require
from shared.contracts.identity.views import ApiTokenFields, ApiTokenView, NewApiTokenView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from identity.application import api_tokens
from identity.entrypoints.lists import live_unless_asked
from identity.entrypoints.views import api_token_view, new_api_token_view
from identity.persistence import tables
from identity.persistence.api_tokens import API_TOKENS, visible_tokens
from identity.persistence.work import IdentityWork


class ApiTokensRpc:
    """Promised in shared.contracts.identity.rpc."""

    @command(hidden=("token",))
    def create_api_token(self, work: IdentityWork, *, fields: ApiTokenFields) -> NewApiTokenView:
        return new_api_token_view(api_tokens.create_api_token(work, fields=fields))

    @question()
    def get_api_token(self, work: IdentityWork, *, api_token_id: UUID) -> ApiTokenView:
        found = work.api_tokens.get(api_token_id)
        authorise(work.caller, "api_token.view", found, owner="user_id", unknown=api_tokens.UNKNOWN)
        return api_token_view(found)

    @question()
    def list_api_tokens(self, work: IdentityWork, *, query: ListQuery) -> Page[ApiTokenView]:
        require(work.caller, "api_token.view")
        where = visible_tokens(work.caller) & live_unless_asked(query, tables.api_tokens)
        return API_TOKENS.page(work, query, where=where, to_view=api_token_view)

    @command()
    def archive_api_token(
        self, work: IdentityWork, *, api_token_id: UUID, expected_version: int | None = None
    ) -> ApiTokenView:
        return api_token_view(
            api_tokens.archive_api_token(
                work, api_token_id=api_token_id, expected_version=expected_version
            )
        )
