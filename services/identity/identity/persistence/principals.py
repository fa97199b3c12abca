"""Who somebody is and what he may do: one statement, because every request asks."""

from typing import Any
from uuid import UUID

from shared.contracts.identity.views import PrincipalView
from shared.kernel.clock import day_in
from shared.persistence.work import Work
from sqlalchemy import Row, Select, Uuid, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from identity.domain.errors import ApiTokenInvalid, SessionEnded
from identity.domain.organisations import writes_allowed
from identity.domain.rights import Rights, add_up
from identity.domain.tokens import ApiToken
from identity.domain.users import WORKING
from identity.persistence.tables import (
    grants_versions,
    organisations,
    roles,
    sessions,
    user_roles,
    users,
)
from identity.persistence.units import subtree_of


class StoredPrincipals:
    """Reads the principal behind a session or a token of the organisation entered."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of_session(self, *, user_id: UUID, session_id: UUID) -> PrincipalView:
        """
        Who an open session stands for.

        Raises:
            SessionEnded: It is over, or not this user's, or he may not log in.
        """
        open_session = (
            select(sessions.c.id)
            .where(sessions.c.id == session_id, sessions.c.user_id == user_id)
            .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > self._work.now())
            .exists()
        )
        row = self._work.session.execute(self._statement(user_id).where(open_session)).first()
        if row is None:
            raise SessionEnded
        return self._view(row, _rights(row.roles), session_id=session_id)

    def of_api_token(self, token: ApiToken) -> PrincipalView:
        """
        Who a valid token stands for; with a role, its rights within its owner's.

        Raises:
            ApiTokenInvalid: The owner may not log in.
        """
        row = self._work.session.execute(
            self._statement(token.user_id).add_columns(_limiting_role(token.role_id))
        ).first()
        if row is None:
            raise ApiTokenInvalid
        rights = _rights(row.roles)
        if token.role_id is not None:
            rights = _rights([row.limit] if row.limit else []).within(rights)
        return self._view(row, rights, api_token_id=token.id)

    def _statement(self, user_id: UUID) -> Select[Any]:
        tree = subtree_of(select(users.c.unit_id).where(users.c.id == user_id).scalar_subquery())
        return (
            select(
                users.c.organisation_id,
                organisations.c.name.label("organisation_name"),
                organisations.c.status,
                organisations.c.trial_ends_on,
                organisations.c.base_currency,
                organisations.c.time_zone,
                users.c.id,
                users.c.name,
                users.c.email,
                users.c.unit_id,
                users.c.locale,
                func.coalesce(grants_versions.c.version, 1).label("grants_version"),
                select(func.array_agg(tree.c.id, type_=ARRAY(Uuid)))
                .scalar_subquery()
                .label("unit_ids"),
                _roles_of(user_id),
            )
            .join(organisations, organisations.c.id == users.c.organisation_id)
            .outerjoin(grants_versions, grants_versions.c.user_id == users.c.id)
            .where(users.c.organisation_id == self._work.caller.organisation_id)
            .where(users.c.id == user_id, users.c.archived_at.is_(None))
            .where(users.c.status.in_(WORKING))
        )

    def _view(
        self,
        row: Row[Any],
        rights: Rights,
        *,
        session_id: UUID | None = None,
        api_token_id: UUID | None = None,
    ) -> PrincipalView:
        today = day_in(self._work.now(), row.time_zone)
        return PrincipalView(
            organisation_id=row.organisation_id,
            organisation_name=row.organisation_name,
            user_id=row.id,
            name=row.name,
            email=row.email,
            unit_id=row.unit_id,
            unit_ids=row.unit_ids,
            grants=dict(rights.grants),
            field_classes=sorted(rights.field_classes),
            role_ids=[UUID(each["id"]) for each in row.roles or ()],
            grants_version=row.grants_version,
            time_zone=row.time_zone,
            currency=row.base_currency,
            locale=row.locale,
            writes_allowed=writes_allowed(row.status, row.trial_ends_on, today),
            trial_ends_on=row.trial_ends_on,
            session_id=session_id,
            api_token_id=api_token_id,
        )


def _role_json() -> Any:
    return func.jsonb_build_object(
        "id",
        roles.c.id,
        "grants",
        roles.c.grants,
        "field_classes",
        roles.c.field_classes,
        type_=JSONB,
    )


def _roles_of(user_id: UUID) -> Any:
    return (
        select(func.jsonb_agg(_role_json(), type_=JSONB))
        .select_from(user_roles.join(roles, roles.c.id == user_roles.c.role_id))
        .where(user_roles.c.user_id == user_id, roles.c.archived_at.is_(None))
        .scalar_subquery()
        .label("roles")
    )


def _limiting_role(role_id: UUID | None) -> Any:
    return (
        select(_role_json())
        .select_from(roles)
        .where(roles.c.id == role_id, roles.c.archived_at.is_(None))
        .scalar_subquery()
        .label("limit")
    )


def _rights(found: list[dict[str, Any]] | None) -> Rights:
    return add_up(Rights(each["grants"], frozenset(each["field_classes"])) for each in found or ())
