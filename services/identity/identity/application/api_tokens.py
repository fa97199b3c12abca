"""Use cases of personal API tokens, and of finding out who a token stands for."""

from dataclasses import dataclass
from uuid import UUID

from shared.capabilities.policy import authorise, require
from shared.contracts.identity.views import ApiTokenFields, PrincipalView
from shared.kernel.clock import day_in
from shared.kernel.errors import invalid_field

from identity.application.grants import rights_held
from identity.application.ports import IdentityWork
from identity.domain import text
from identity.domain.errors import ApiTokenInvalid
from identity.domain.roles import refuse_wider
from identity.domain.tokens import (
    API_TOKEN_PREFIX,
    SECRET_BYTES,
    ApiToken,
    organisation_of,
    token_end,
    token_hash,
    token_start,
    write_token,
)

UNKNOWN = "identity.api_token_unknown"


@dataclass(frozen=True)
class NewApiToken:
    """A token and its secret, which is shown this once."""

    api_token: ApiToken
    secret: str


def create_api_token(work: IdentityWork, *, fields: ApiTokenFields) -> NewApiToken:
    """
    Make a token that acts for the caller.

    It never may more than its owner does at the time of use; with a role it may only what
    the role does too.

    Raises:
        Forbidden: The caller may not have tokens.
        GrantTooWide: The token would do more than the caller, who may be a token himself.
        ApiTokenExpiry, Invalid.
    """
    require(work.caller, "api_token.create")
    given = fields.given()
    if not given.get("expires_on"):
        raise invalid_field("/expires_on", "is required", code="required")
    role_id = given.get("role_id")
    owner = work.users.get(work.caller.actor_id)
    wanted = work.users.rights_of([role_id] if role_id else owner.role_ids)
    refuse_wider(rights_held(work.caller), wanted)
    time_zone = work.organisations.get().time_zone
    today = day_in(work.now(), time_zone)
    secret = write_token(
        work.caller.organisation_id,
        work.secrets.random_bytes(SECRET_BYTES),
        prefix=API_TOKEN_PREFIX,
    )
    api_token = ApiToken(
        name=text.required_text(given.get("name"), "/name", longest=100),
        user_id=owner.id,
        token_start=token_start(secret),
        token_hash=token_hash(secret),
        expires_at=token_end(given["expires_on"], today=today, time_zone=time_zone),
        role_id=role_id,
    )
    work.save(api_token)
    return NewApiToken(api_token, secret)


def archive_api_token(
    work: IdentityWork, *, api_token_id: UUID, expected_version: int | None
) -> ApiToken:
    """
    Withdraw a token for good.

    Raises:
        Forbidden: The caller may see it but not withdraw it.
    """
    api_token = work.api_tokens.get(api_token_id, expected_version=expected_version)
    authorise(work.caller, "api_token.archive", api_token, owner="user_id", unknown=UNKNOWN)
    api_token.archived_at = api_token.archived_at or work.now()
    work.save(api_token)
    return api_token


def principal_of_api_token(work: IdentityWork, *, token: str) -> PrincipalView:
    """
    Who a token stands for and what he may do now.

    Raises:
        ApiTokenInvalid: Unknown, withdrawn or expired, or its owner may not log in.
    """
    organisation_id = organisation_of(token, prefix=API_TOKEN_PREFIX)
    if organisation_id is None:
        raise ApiTokenInvalid
    work.act_for(organisation_id)
    api_token = work.api_tokens.find(token_hash(token))
    if api_token is None or not api_token.is_valid(work.now()):
        raise ApiTokenInvalid
    principal = work.principals.of_api_token(api_token)
    if api_token.use_is_worth_noting(work.now()):
        work.api_tokens.note_use(api_token.id)
    return principal


def principal_of_session(
    work: IdentityWork, *, user_id: UUID, session_id: UUID, organisation_id: UUID
) -> PrincipalView:
    """
    Who an access token stands for and what he may do now.

    Raises:
        SessionEnded: The session is over, its user stopped, or the three do not fit together.
    """
    work.act_for(organisation_id)
    return work.principals.of_session(user_id=user_id, session_id=session_id)
