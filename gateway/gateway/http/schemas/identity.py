"""Bodies about organisations, units, users, roles, sessions and tokens."""

from marshmallow import fields

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Currency,
    Day,
    Flag,
    Id,
    Line,
    Text,
    Whole,
    many,
    mapping,
)

_SCOPES = ("none", "own", "unit", "subtree", "all")


def _password(**more: object) -> fields.String:
    return Text(256, load_only=True, **more)


class SignUpBody(Body):
    """A new organisation and its first administrator."""

    name = Line(required=True)
    admin_name = Line(required=True)
    admin_email = Line(254, required=True)
    admin_password = _password(required=True)
    organisation_number = Line(30, allow_none=True)
    base_currency = Currency()
    time_zone = Line(60)
    locale = Line(10)


class AccessChangeBody(Body):
    """Roles to be taken from somebody or given to him, in thought."""

    user_id = Id(required=True)
    remove_role_ids = many(Id())
    add_role_ids = many(Id())


class LoginBody(Body):
    """Who wants to sign in.  ``client`` web keeps the refresh token in a cookie."""

    email = Line(254, required=True)
    password = _password(required=True)
    client = Choice("web", "mobile", "api")


class RefreshBody(Body):
    """The refresh token, unless the cookie holds it."""

    refresh_token = Line(512)


class PasswordBody(Body):
    """A new password for the caller."""

    current_password = _password(required=True)
    new_password = _password(required=True)


class OrganisationBody(Body):
    """What may be changed about an organisation."""

    name = Line()
    organisation_number = Line(30, allow_none=True)
    fiscal_year_start_month = Whole(1, 12)
    time_zone = Line(60)
    locale = Line(10)
    features = mapping(Flag())
    retention_months = Whole(1, 1200, allow_none=True)


class UnitBody(Body):
    """A business unit."""

    name = Line(required=True)
    code = Line(40, required=True)
    parent_id = Id(allow_none=True)
    manager_id = Id(allow_none=True)
    active_from = Day(allow_none=True)
    active_to = Day(allow_none=True)


class CostCentreBody(Body):
    """A cost centre."""

    code = Line(40, required=True)
    name = Line(required=True)
    unit_id = Id(allow_none=True)


class UserBody(Body):
    """A user."""

    name = Line(required=True)
    email = Line(254, required=True)
    unit_id = Id(required=True)
    role_ids = many(Id(), at_most=50, required=True)
    password = _password()
    supervisor_id = Id(allow_none=True)
    employee_no = Line(40, allow_none=True)
    locale = Line(10)
    time_zone = Line(60)
    status = Choice("invited", "active", "locked", "left")


class RoleBody(Body):
    """A role: what it may do and which classes of fields it sees."""

    name = Line(required=True)
    description = Text(2000, allow_none=True)
    grants = mapping(Choice(*_SCOPES))
    field_classes = many(Choice("cost", "margin", "salary", "personal"), at_most=4)


class ApiTokenBody(Body):
    """A personal API token."""

    name = Line(required=True)
    expires_on = Day(required=True)
    role_id = Id(allow_none=True)
