"""Personal API tokens."""

from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.kernel.context import Caller
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, select, true, update

from identity.domain.tokens import ApiToken
from identity.persistence.tables import api_tokens

_FIELDS = {
    "name": api_tokens.c.name,
    "user_id": api_tokens.c.user_id,
    "role_id": api_tokens.c.role_id,
    "expires_at": api_tokens.c.expires_at,
    "last_used_at": api_tokens.c.last_used_at,
    "created_at": api_tokens.c.created_at,
    "archived_at": api_tokens.c.archived_at,
}
API_TOKENS = Listing(api_tokens, filters=_FIELDS, sorts=_FIELDS, search=[api_tokens.c.name])


def visible_tokens(caller: Caller) -> ColumnElement[bool]:
    """A caller's own tokens; everyone's for those who may view all.  Tokens have no unit."""
    mine = api_tokens.c.user_id == caller.actor_id
    seen = true() if caller.scope("api_token", "view") == "all" else mine
    return same_organisation(caller, api_tokens) & seen


class StoredApiTokens:
    """The API tokens of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, api_token_id: UUID, *, expected_version: int | None = None) -> ApiToken:
        """
        Load one token.

        Raises:
            NotFound: ``identity.api_token_unknown``.
            Conflict: ``identity.api_token_stale``.
        """
        return get_record(
            self._work,
            ApiToken,
            api_token_id,
            unknown="identity.api_token_unknown",
            expected_version=expected_version,
        )

    def find(self, token_hash: bytes) -> ApiToken | None:
        """The token with this hash."""
        return self._work.session.execute(
            select(ApiToken)
            .where(api_tokens.c.organisation_id == self._work.caller.organisation_id)
            .where(api_tokens.c.token_hash == token_hash)
        ).scalar()

    def note_use(self, api_token_id: UUID) -> None:
        """
        Remember that a token is used now.

        Past the record: it is no change anybody made, so version and audit stay as they are.
        """
        self._work.session.execute(
            update(api_tokens)
            .where(api_tokens.c.id == api_token_id)
            .values(last_used_at=self._work.now())
        )
