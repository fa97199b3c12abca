"""The organisation, its units, cost centres, users, roles and tokens."""

from flask import Response
from shared.contracts.identity.views import (
    ApiTokenView,
    AuditEntryView,
    CostCentreView,
    InvitedUserView,
    NewApiTokenView,
    OrganisationView,
    RoleView,
    UnitView,
    UserNameView,
    UserView,
)

from gateway.http.calls import listing, reading
from gateway.http.exchange import Exchange
from gateway.http.resources import ARCHIVE, CREATE, READ, Resource
from gateway.http.routing import Route
from gateway.http.schemas.identity import (
    ApiTokenBody,
    CostCentreBody,
    OrganisationBody,
    RoleBody,
    UnitBody,
    UserBody,
)

TAG = "Identity"

UNITS = Resource(
    path="/units", tag=TAG, service="identity", noun="unit", answer=UnitView, body=UnitBody
)
COST_CENTRES = Resource(
    path="/cost-centres",
    tag=TAG,
    service="identity",
    noun="cost_centre",
    answer=CostCentreView,
    body=CostCentreBody,
)
USERS = Resource(
    path="/users",
    tag=TAG,
    service="identity",
    noun="user",
    answer=UserView,
    created=InvitedUserView,
    body=UserBody,
)
ROLES = Resource(
    path="/roles", tag=TAG, service="identity", noun="role", answer=RoleView, body=RoleBody
)
API_TOKENS = Resource(
    path="/api-tokens",
    tag=TAG,
    service="identity",
    noun="api_token",
    answer=ApiTokenView,
    created=NewApiTokenView,
    body=ApiTokenBody,
    can=(CREATE, READ, ARCHIVE),
)


def _change_organisation(exchange: Exchange) -> Response:
    changed = exchange.change(
        "identity.change_organisation", read="identity.get_organisation", fields=exchange.body
    )
    return exchange.one(changed)


ROUTES = (
    reading(
        "/organisation",
        "identity.get_organisation",
        tag=TAG,
        answer=OrganisationView,
        summary="Read your own organisation.",
    ),
    Route(
        verb="PATCH",
        path="/organisation",
        tag=TAG,
        summary="Change your own organisation by merge patch.",
        view=_change_organisation,
        body=OrganisationBody,
        is_partial=True,
        answer=OrganisationView,
        refusals=(409, 412, 428),
    ),
    *UNITS.routes(),
    *COST_CENTRES.routes(),
    *USERS.routes(),
    USERS.action(
        "reset-password",
        "Give a user a generated password, shown once.",
        call="identity.reset_password",
        answer=InvitedUserView,
    ),
    listing(
        "/user-names",
        "identity.list_user_names",
        tag=TAG,
        answer=UserNameView,
        summary="List colleagues by name.",
    ),
    *ROLES.routes(),
    *API_TOKENS.routes(),
    listing(
        "/audit",
        "identity.list_audit_entries",
        tag=TAG,
        answer=AuditEntryView,
        summary="List what was changed about users, roles and units.",
    ),
)
