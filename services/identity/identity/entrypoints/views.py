"""Identity's records in the shapes it promised."""

from datetime import datetime
from typing import Any

from shared.contracts.declare import View
from shared.contracts.identity.views import (
    ApiTokenView,
    AuditEntryView,
    CostCentreView,
    InvitedUserView,
    NewApiTokenView,
    OpenSessionView,
    OrganisationView,
    RoleView,
    SessionView,
    SignedUpView,
    UnitView,
    UserNameView,
    UserView,
)
from shared.kernel.clock import day_in

from identity.application.api_tokens import NewApiToken
from identity.application.organisations import SignedUp
from identity.application.sessions import OpenedSession
from identity.application.users import Invited
from identity.domain.organisations import Organisation
from identity.domain.sessions import ACCESS_TOKEN_SECONDS
from identity.domain.users import User


def _same(shape: type[View], source: Any, **others: Any) -> Any:
    """A view of something, a record or a row, that has its fields under the same names."""
    names = [name for name in shape.__struct_fields__ if name not in others]
    return shape(**{name: getattr(source, name) for name in names}, **others)


def organisation_view(organisation: Organisation, now: datetime) -> OrganisationView:
    """One organisation; whether it may write depends on its own calendar day."""
    today = day_in(now, organisation.time_zone)
    return _same(OrganisationView, organisation, writes_allowed=organisation.writes_allowed(today))


def unit_view(unit: Any) -> UnitView:
    """One unit, from a record or a row."""
    return _same(UnitView, unit)


def cost_centre_view(cost_centre: Any) -> CostCentreView:
    """One cost centre, from a record or a row."""
    return _same(CostCentreView, cost_centre)


def role_view(role: Any) -> RoleView:
    """One role, from a record or a row."""
    return _same(RoleView, role)


def user_view(user: Any) -> UserView:
    """One user, from a record or a row; a row without roles has None."""
    return _same(UserView, user, role_ids=sorted(user.role_ids or []))


def user_name_view(row: Any) -> UserNameView:
    """What colleagues may know, from a row."""
    return _same(UserNameView, row)


def invited_view(invited: Invited) -> InvitedUserView:
    """A user with the password that was generated for him."""
    return _same(InvitedUserView, invited.user, initial_password=invited.initial_password)


def signed_up_view(signed_up: SignedUp, now: datetime) -> SignedUpView:
    """A new organisation and its administrator."""
    return SignedUpView(
        organisation=organisation_view(signed_up.organisation, now),
        user=user_view(signed_up.administrator),
    )


def session_view(opened: OpenedSession, now: datetime) -> SessionView:
    """A session with its new tokens."""
    user: User = opened.user
    assert user.organisation_id is not None
    return SessionView(
        access_token=opened.access_token,
        token_type="Bearer",
        expires_in_seconds=ACCESS_TOKEN_SECONDS,
        refresh_token=opened.refresh_token,
        refresh_expires_in_seconds=int((opened.session.expires_at - now).total_seconds()),
        session_id=opened.session.id,
        organisation_id=user.organisation_id,
        user=user_view(user),
    )


def open_session_view(row: Any) -> OpenSessionView:
    """A session, from a row."""
    return _same(OpenSessionView, row, started_at=row.created_at)


def api_token_view(api_token: Any) -> ApiTokenView:
    """One API token, from a record or a row."""
    return _same(ApiTokenView, api_token)


def new_api_token_view(made: NewApiToken) -> NewApiTokenView:
    """A token with its secret."""
    return _same(NewApiTokenView, made.api_token, token=made.secret)


def audit_entry_view(row: Any) -> AuditEntryView:
    """One entry of the audit trail, from a row."""
    return _same(AuditEntryView, row, request_id=row.correlation_id)
