"""Shapes of identity's answers and of what it accepts; field names are the public ones."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View

Scope = str  # none, own, unit, subtree or all


class SignUpFields(Fields):
    """A new organisation and its first administrator."""

    name: str
    admin_name: str
    admin_email: str
    admin_password: str
    organisation_number: str | None = None
    base_currency: str = "NOK"
    time_zone: str = "Europe/Oslo"
    locale: str = "nb"


class OrganisationFields(Fields):
    """What may be changed about an organisation."""

    name: str | UnsetType = UNSET
    organisation_number: str | UnsetType | None = UNSET
    fiscal_year_start_month: int | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    locale: str | UnsetType = UNSET
    features: dict[str, bool] | UnsetType = UNSET
    retention_months: int | UnsetType | None = UNSET


class OrganisationView(View):
    """
    One organisation.

    ``status``: trial, active, suspended or closed.  ``writes_allowed`` is false when the trial is
    over or the organisation is suspended or closed.  ``retention_months`` None keeps everything.
    """

    id: UUID
    name: str
    organisation_number: str | None
    status: str
    base_currency: str
    fiscal_year_start_month: int
    time_zone: str
    locale: str
    features: dict[str, bool]
    retention_months: int | None
    trial_ends_on: date | None
    writes_allowed: bool
    version: int
    created_at: datetime
    updated_at: datetime


class UnitFields(Fields):
    """A business unit; ``name`` and ``code`` are required when it is created."""

    name: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    manager_id: UUID | UnsetType | None = UNSET
    active_from: date | UnsetType | None = UNSET
    active_to: date | UnsetType | None = UNSET


class UnitView(View):
    """One business unit of the tree."""

    id: UUID
    name: str
    code: str
    parent_id: UUID | None
    manager_id: UUID | None
    active_from: date | None
    active_to: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class CostCentreFields(Fields):
    """A cost centre; ``code`` and ``name`` are required when it is created."""

    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    unit_id: UUID | UnsetType | None = UNSET


class CostCentreView(View):
    """One cost centre."""

    id: UUID
    code: str
    name: str
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class UserFields(Fields):
    """
    A user; ``name``, ``email``, ``unit_id`` and ``role_ids`` are required when he is created.
    Without ``password`` one is generated and shown once.  ``status``: active, locked or left.
    """

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    unit_id: UUID | UnsetType = UNSET
    role_ids: list[UUID] | UnsetType = UNSET
    password: str | UnsetType = UNSET
    supervisor_id: UUID | UnsetType | None = UNSET
    employee_no: str | UnsetType | None = UNSET
    locale: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    status: str | UnsetType = UNSET


class UserView(View):
    """One user.  ``status``: invited (has not logged in yet), active, locked or left."""

    id: UUID
    name: str
    email: str
    status: str
    unit_id: UUID
    role_ids: list[UUID]
    supervisor_id: UUID | None
    employee_no: str | None
    locale: str
    time_zone: str
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class InvitedUserView(UserView):
    """A user with the password that was generated for him; it is shown this once."""

    initial_password: str | None


class UserNameView(View):
    """What every colleague may know about a user."""

    id: UUID
    name: str
    unit_id: UUID
    status: str


class RoleFields(Fields):
    """
    A role; ``name`` is required when it is created.  ``grants`` maps ``resource.action``
    (``customer.view``) to a scope; ``field_classes``: any of cost, margin, salary, personal.
    """

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    grants: dict[str, Scope] | UnsetType = UNSET
    field_classes: list[str] | UnsetType = UNSET


class RoleView(View):
    """One role.  ``key`` names one of the default roles; None for the organisation's own."""

    id: UUID
    key: str | None
    name: str
    description: str | None
    grants: dict[str, Scope]
    field_classes: list[str]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class SessionView(View):
    """A session that was opened or continued; the refresh token is opaque and works once."""

    access_token: str
    token_type: str
    expires_in_seconds: int
    refresh_token: str
    refresh_expires_in_seconds: int
    session_id: UUID
    organisation_id: UUID
    user: UserView


class OpenSessionView(View):
    """A session as its owner sees it in a list."""

    id: UUID
    user_id: UUID
    client: str
    started_at: datetime
    last_refreshed_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class SignedUpView(View):
    """A new organisation and its first administrator."""

    organisation: OrganisationView
    user: UserView


class ApiTokenFields(Fields):
    """
    A personal API token; ``name`` and ``expires_on`` are required.  It may do what its owner
    may; with ``role_id``, only what that role may too.
    """

    name: str | UnsetType = UNSET
    expires_on: date | UnsetType = UNSET
    role_id: UUID | UnsetType | None = UNSET


class ApiTokenView(View):
    """One personal API token; ``token_start``, the beginning of the secret, tells them apart."""

    id: UUID
    name: str
    token_start: str
    user_id: UUID
    role_id: UUID | None
    expires_at: datetime
    last_used_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class NewApiTokenView(ApiTokenView):
    """A token with its secret; it is shown this once."""

    token: str


class PrincipalView(View):
    """
    Who a token stands for and what he may do now.

    Shape: ``grants`` as in ``shared.kernel.context.Caller``: ``resource.action`` → the widest
    scope over all his roles.  ``unit_ids``: his unit and all below it.
    """

    organisation_id: UUID
    organisation_name: str
    user_id: UUID
    name: str
    email: str
    unit_id: UUID
    unit_ids: list[UUID]
    grants: dict[str, Scope]
    field_classes: list[str]
    role_ids: list[UUID]
    grants_version: int
    time_zone: str
    currency: str
    locale: str
    writes_allowed: bool
    trial_ends_on: date | None
    session_id: UUID | None
    api_token_id: UUID | None


class AuditEntryView(View):
    """
    One record that was created, changed or removed.

    ``source``: ui, api, import, erp, calendar or system.  ``changes`` maps a field to its old and
    its new value; secrets are shown as ``(hidden)``.
    """

    id: UUID
    at: datetime
    actor_id: UUID
    on_behalf_of: UUID | None
    source: str
    action: str
    entity: str
    entity_id: UUID
    entity_version: int | None
    changes: dict[str, list[object]]
    request_id: str
